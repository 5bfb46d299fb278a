import { z } from 'zod';
import { partsOf, pathOf } from '../../contract/shared-paths.ts';
import { LONGEST_NOTE, LONGEST_SNOOZE_S } from '../../contract/open-alerts.ts';
import type { SharedValue } from '../../contract/sharing.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { AlertLife, AlertRow } from '../store/alert-row.ts';
import { holding, madeAt, type Fields, type Version } from './register.ts';

/** An alert that lasts, of a host of the source. */
export interface LastingAlert {
  row: AlertRow;
  hostname: string;
}

/** Seconds by which two programs may see the same alert begin apart: samples come late. */
const TOUCHING_S = 10 * MINUTE_S;

const valueSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('acknowledged'), note: z.string().max(LONGEST_NOTE) }),
  z.strictObject({ state: z.literal('snoozed'), until: z.int().nonnegative() }),
]);

/** The alerts that last, each by the path of what is said to it: that of others, if they see it begin at about the same time. */
export function pathsOf(
  alerts: readonly LastingAlert[],
  fields: Fields,
): Map<string, LastingAlert> {
  const known = Map.groupBy(fields.keys(), (path) => partsOf(path).slice(0, -1).join('\n'));
  const paths = new Map<string, LastingAlert>();
  for (const alert of alerts) {
    const { row, hostname } = alert;
    const start = Math.floor(row.notifiedStart ?? row.startedAt);
    // One metric is unusual where another is not; they are two alerts.
    const of = ['ack', hostname, row.metric === null ? row.kind : `${row.kind}:${row.metric}`];
    const near = (known.get(of.join('\n')) ?? [])
      .map((path) => ({ path, apart: Math.abs(Number(partsOf(path).at(-1)) - start) }))
      .filter(({ apart, path }) => apart <= TOUCHING_S && !paths.has(path))
      .sort((a, b) => a.apart - b.apart)[0];
    paths.set(near?.path ?? pathOf(...of, String(start)), alert);
  }
  return paths;
}

/** What is said to an alert here; undefined: nothing. A snooze that is over says nothing any more. */
export function saidTo(
  { ackedAt, ackNote, snoozedUntil }: AlertLife,
  now: number,
): SharedValue | undefined {
  if (ackedAt !== null) return { state: 'acknowledged', note: ackNote ?? '' };
  if (snoozedUntil !== null && snoozedUntil > now)
    return { state: 'snoozed', until: Math.floor(snoozedUntil) };
  return undefined;
}

/**
 * What the team says to an alert, as its row holds it; `now` in Unix seconds. Null: nothing is known, or what makes no
 * sense.
 */
export function teamSays(version: Version | undefined, now: number): Partial<AlertLife> | null {
  if (version === undefined) return null;
  if (version.value === undefined) return { ackedAt: null, ackNote: null, snoozedUntil: null };
  const parsed = valueSchema.safeParse(version.value);
  if (!parsed.success) return null;
  const { data } = parsed;
  if (data.state === 'acknowledged') {
    const ackedAt = Math.min(madeAt(version) / 1000, now);
    return { ackedAt, ackNote: data.note === '' ? null : data.note, snoozedUntil: null };
  }
  if (data.until > now + LONGEST_SNOOZE_S) return null;
  return { ackedAt: null, ackNote: null, snoozedUntil: data.until };
}

/** The version that holds of a path. */
export function saidByTeam(fields: Fields, path: string): Version | undefined {
  const register = fields.get(path);
  return register === undefined ? undefined : holding(register);
}
