import { hostKey } from '../../contract/host.ts';
import type { FullWhen } from '../../contract/forecast.ts';
import type { HostOutlook, HostUnusual } from '../../contract/outlook.ts';
import type { HostSummary } from '../../contract/host.ts';
import type { HealthJudge, HostHealth } from '../../contract/host-health.ts';
import type { Judge, Judgement } from './levels.ts';

/** A host as the screen shows it: its data, its state, and the levels of its values. */
export interface FleetRow extends HostSummary, HostHealth, Judgement {
  readonly key: string;
  /** When it is full, and how unusual it is; unknown parts are absent. */
  readonly full?: FullWhen;
  readonly unusual?: HostUnusual;
}

/**
 * The rows of a fleet. A row whose host and judgements did not change stays the same object, so that nothing downstream
 * recomputes.
 */
export function buildRows(
  previous: readonly FleetRow[],
  hosts: readonly HostSummary[],
  judgeHealth: HealthJudge,
  judge: Judge,
  outlooks: readonly HostOutlook[] = [],
): FleetRow[] {
  const expected = new Map(outlooks.map((outlook) => [hostKey(outlook), outlook]));
  const earlier = new Map(previous.map((row) => [row.key, row]));
  return hosts.map((host) => {
    const key = hostKey(host);
    const row = { ...host, ...judge(host, key), ...judgeHealth(host), key, ...expected.get(key) };
    const before = earlier.get(row.key);
    return before !== undefined && sameRow(before, row) ? before : row;
  });
}

function sameRow(before: FleetRow, row: FleetRow): boolean {
  // Most hosts have reported since: comparing the rest is unnecessary.
  if (before.lastSeen !== row.lastSeen) return false;
  const { newest: newestA, levels: levelsA, full: fullA, unusual: unusualA, ...otherA } = before;
  const { newest: newestB, levels: levelsB, full: fullB, unusual: unusualB, ...otherB } = row;
  const { fullest: fullestA, custom: customA, ...a } = otherA;
  const { fullest: fullestB, custom: customB, ...b } = otherB;
  return (
    sameEntries(a, b) &&
    sameEntries(newestA, newestB) &&
    sameEntries(levelsA, levelsB) &&
    sameIfAny(fullA, fullB) &&
    sameIfAny(unusualA, unusualB) &&
    sameIfAny(fullestA, fullestB) &&
    sameCustom(customA, customB)
  );
}

function sameCustom(a: FleetRow['custom'], b: FleetRow['custom']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.length === b.length &&
    a.every(({ name, value }, i) => b[i]?.name === name && Object.is(b[i].value, value))
  );
}

function sameIfAny<T extends object>(a: T | undefined, b: T | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameEntries(a, b);
}

function sameEntries<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && Object.is(a[key], b[key]))
  );
}
