import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import type { MetricId } from '../../contract/metrics.ts';
import { isBeyond, worse, type Limits } from '../../contract/threshold-rules.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { Change } from '../store/dirty-ranges.ts';
import type { DerivedAlert, RunUp } from './derive.ts';

interface KnownRunUp extends RunUp {
  /** The rule that it was derived by: another one judges anew. */
  limits: Limits;
}

/**
 * Run-ups as of the last look, kept in memory. What lies beyond its threshold for minutes, on many hosts at once, goes on
 * without being read from the store again.
 */
export class RunUps {
  readonly #known = new Map<number, Map<MetricId, KnownRunUp>>();

  /** Takes note of what a derivation ended with; null: with none. */
  set(host: number, kind: MetricId, limits: Limits, runUp: RunUp | null): void {
    if (runUp === null) {
      this.end(host, kind);
      return;
    }
    const ofHost = this.#known.get(host) ?? new Map<MetricId, KnownRunUp>();
    this.#known.set(host, ofHost.set(kind, { ...runUp, limits }));
  }

  /** A newer sample lies on the good side of the threshold. */
  end(host: number, kind: MetricId): void {
    this.#known.get(host)?.delete(kind);
  }

  /**
   * What a change makes of the run-up: a longer one (no alert), or the alert that it has become. Null: the samples must be
   * read, because nothing is known, or not all of the change is beyond the threshold and newer than what is known.
   */
  follow(
    host: number,
    kind: MetricId,
    limits: Limits,
    { from, to, worst, mildest }: Change,
  ): DerivedAlert[] | null {
    const known = this.#known.get(host)?.get(kind);
    const [most, least] = [worst[kind], mildest[kind]];
    if (known?.limits !== limits || most === undefined || least === undefined) return null;
    const { direction, threshold, forMinutes } = limits;
    const isGapless = from - known.lastAt <= OFFLINE_AFTER_S && to - from <= OFFLINE_AFTER_S;
    if (from <= known.lastAt || !isGapless || !isBeyond(direction, least, threshold)) return null;
    const { startedAt } = known;
    const peak = worse(direction, known.peak, most);
    if ((to - startedAt) / MINUTE_S + 1 < forMinutes) {
      Object.assign(known, { lastAt: to, peak });
      return [];
    }
    this.end(host, kind);
    return [{ startedAt, peak, lastAt: to, endedAt: null, resolvedBy: null }];
  }
}
