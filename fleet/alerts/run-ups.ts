import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { isBeyond, worse, type Limits } from '../../contract/threshold-rules.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { Change } from '../store/dirty-ranges.ts';
import type { DerivedAlert, RunUp } from './derive.ts';
import type { ActiveRule } from './effective-rules.ts';

/** Whether there is a run-up, read-only. */
const UNKNOWN = 'unknown';

/** A rule with all rules of its host. */
export interface Judging {
  rule: ActiveRule;
  rules: readonly ActiveRule[];
}

interface KnownRunUp extends RunUp {
  /** The rule that it was derived by: another one judges anew. */
  limits: Limits;
}

/**
 * Run-ups as of the last look, kept in memory. What lies beyond its threshold for minutes, on many hosts at once, goes on
 * without being read from the store again.
 */
export class RunUps {
  readonly #known = new Map<number, Map<MetricId, KnownRunUp | typeof UNKNOWN>>();
  /** By which rules a host was judged last, and up to which minute: a metric of theirs without a run-up has none. */
  readonly #judged = new Map<number, { rules: readonly ActiveRule[]; through: number }>();

  /** Takes note of what a derivation ended with; null: with none. */
  set(host: number, kind: MetricId, limits: Limits, runUp: RunUp | null): void {
    this.#put(host, kind, runUp === null ? null : { ...runUp, limits });
  }

  /** Samples on the good side of the threshold have come. */
  end(host: number, kind: MetricId, { from }: Pick<Change, 'from'>): void {
    if (this.#known.get(host)?.has(kind) !== true) return;
    // Where they came late, newer ones may be a run-up still.
    const isLate = from <= (this.#judged.get(host)?.through ?? -Infinity);
    this.#put(host, kind, isLate ? UNKNOWN : null);
  }

  /** Takes note that all samples of a host up to a minute (Unix seconds) were judged by these rules. */
  judged(host: number, rules: readonly ActiveRule[], through: number): void {
    const before = this.#judged.get(host)?.through ?? -Infinity;
    this.#judged.set(host, { rules, through: Math.max(before, through) });
  }

  /**
   * What a change makes of the run-up, or of none: a longer or a new one (no alert), or the alert that it has become. Null:
   * the samples must be read, because nothing is known, or not all of the change is beyond the threshold and newer than
   * what is known.
   */
  follow(
    host: number,
    { rule: { kind, limits }, rules }: Judging,
    { from, to, worst, mildest }: Change,
  ): DerivedAlert[] | null {
    const [most, least] = [worst[kind], mildest[kind]];
    if (most === undefined || least === undefined) return null;
    const { direction, threshold, forMinutes } = limits;
    if (to - from > OFFLINE_AFTER_S || !isBeyond(direction, least, threshold)) return null;
    const judged = this.#judged.get(host);
    if (judged?.rules !== rules || from <= judged.through) return null;
    const known = this.#known.get(host)?.get(kind);
    if (known === UNKNOWN) return null;
    if (known !== undefined && (known.limits !== limits || from - known.lastAt > OFFLINE_AFTER_S))
      return null;
    const startedAt = known?.startedAt ?? from;
    const peak = known === undefined ? most : worse(direction, known.peak, most);
    if ((to - startedAt) / MINUTE_S + 1 < forMinutes) {
      this.set(host, kind, limits, { startedAt, lastAt: to, peak });
      return [];
    }
    this.#put(host, kind, null);
    return [{ startedAt, peak, lastAt: to, endedAt: null, resolvedBy: null }];
  }
  #put(host: number, kind: MetricId, runUp: KnownRunUp | typeof UNKNOWN | null): void {
    const ofHost = this.#known.get(host);
    if (runUp === null) ofHost?.delete(kind);
    else if (ofHost === undefined) this.#known.set(host, new Map([[kind, runUp]]));
    else ofHost.set(kind, runUp);
  }
}
