import { UPTIME_METRIC } from '../../contract/metrics.ts';
import { DAY_S, MINUTE_S, minuteOf } from '../../contract/time.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { NOTIFY_STATE, NOT_NOTIFIED, type AlertRow } from '../store/alert-row.ts';
import type { Change } from '../store/dirty-ranges.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import type { EffectiveRules } from './effective-rules.ts';

/** Late samples older than this, in seconds, report no reboot. */
const LOOK_BACK_S = 7 * DAY_S;
/** Seconds by which the start times computed from two samples may differ: a sample can be anywhere in its minute. */
const JITTER_S = MINUTE_S;
/** Most seconds between a start and the first sample after it. */
const LONGEST_GAP_S = DAY_S;
/** Starts closer together than this are one. */
const SAME_START_S = 2 * JITTER_S;

/** Where reboots are detected and kept. */
export interface RebootsOptions {
  log: AlertLog;
  rules: EffectiveRules;
  series: SeriesReader;
}

/** Consecutive minutes, one uptime in seconds each; NaN without a sample. */
export interface Uptimes {
  /** Unix seconds, a multiple of 60. */
  start: number;
  values: Float32Array;
}

/**
 * When a system started anew, Unix seconds, oldest first: its uptime is smaller than the time since the sample before,
 * and smaller than it would be had it gone on. The second keeps a clock that was put forward from being a reboot.
 */
export function rebootsOf({ start, values }: Uptimes): number[] {
  const found: number[] = [];
  let before: { at: number; uptime: number } | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const uptime = values[index] ?? NaN;
    if (Number.isNaN(uptime)) continue;
    const at = start + index * MINUTE_S;
    if (before !== null) {
      const elapsed = at - before.at;
      const fresh = uptime < elapsed + JITTER_S;
      if (fresh && before.uptime + elapsed - uptime > JITTER_S) found.push(at - Math.round(uptime));
    }
    before = { at, uptime };
  }
  return found;
}

/** Logs each reboot of the fleet once. Call its methods within a transaction. */
export class Reboots {
  readonly #options: RebootsOptions;

  constructor(options: RebootsOptions) {
    this.#options = options;
  }

  /** Looks at what `changes` may have changed. Returns whether a reboot was found. */
  update(
    changes: ReadonlyMap<number, Change>,
    hosts: ReadonlyMap<number, StoredHost>,
    now: number,
  ): boolean {
    if (changes.size === 0) return false;
    const floor = now - LOOK_BACK_S;
    const known = this.#knownSince(floor - LOOK_BACK_S);
    let found = false;
    for (const [id, change] of changes) {
      const host = hosts.get(id);
      const ofHost = known.get(id) ?? [];
      if (host === undefined || change.to < floor || !mayHaveStarted(host, change, ofHost))
        continue;
      // What came late may lie right before a start that the samples after it alone could not tell.
      const end = Math.min(change.to + LONGEST_GAP_S, host.sampleAt ?? -Infinity);
      const starts = this.#startsOf(host, Math.max(change.from, floor), Math.max(change.to, end));
      for (const at of starts) if (this.#note(host, at, ofHost, now)) found = true;
    }
    return found;
  }

  #startsOf({ id }: StoredHost, from: number, to: number): number[] {
    const start = minuteOf(from - LOOK_BACK_S);
    const count = (minuteOf(to) - start) / MINUTE_S + 1;
    const grid = { start, step: MINUTE_S, count };
    const values = this.#options.series.minutes(id, UPTIME_METRIC, grid);
    return rebootsOf({ start, values });
  }

  #note(host: StoredHost, at: number, known: readonly AlertRow[], now: number): boolean {
    const { log, rules } = this.#options;
    if (known.some(({ startedAt }) => isSameStart(startedAt, at))) return false;
    const wanted = rules.rulesOf(host).rebooted.enabled;
    const maintenance = rules.inMaintenance(host, at);
    log.add({
      host: host.id,
      kind: 'rebooted',
      startedAt: at,
      endedAt: at,
      resolvedBy: at,
      lastAt: at,
      peak: null,
      threshold: null,
      maintenance,
      notifyState: wanted && !maintenance ? NOTIFY_STATE.pending : NOTIFY_STATE.done,
      notedAt: now,
      ...NOT_NOTIFIED,
    });
    return true;
  }

  #knownSince(from: number): Map<number, AlertRow[]> {
    const rows = this.#options.log.withinOf('rebooted', from, Infinity);
    return Map.groupBy(rows, ({ host }) => host);
  }
}

/**
 * Whether what has changed may hold the first sample after a start that is not noted yet. Mostly it does not, and
 * nothing need be read.
 */
function mayHaveStarted(
  { newest, sampleAt }: StoredHost,
  { from }: Change,
  known: readonly AlertRow[],
): boolean {
  const uptime = newest[UPTIME_METRIC];
  if (uptime === undefined || sampleAt === null) return false;
  const start = sampleAt - uptime;
  if (start <= from - LONGEST_GAP_S) return false;
  return start > from || !known.some(({ startedAt }) => isSameStart(startedAt, start));
}

function isSameStart(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_START_S;
}
