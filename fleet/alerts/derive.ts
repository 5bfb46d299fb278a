import type { MetricId } from '../../contract/metrics.ts';
import { rounded } from '../../contract/metric-values.ts';
import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import { isBeyond, worse, type Limits } from '../../contract/threshold-rules.ts';
import { MINUTE_S } from '../../contract/time.ts';

/** An alert derived from samples. Times are Unix seconds. */
export interface DerivedAlert {
  /** The first minute of the run-up. */
  startedAt: number;
  /** The first minute after the alert, or null while it lasts. */
  endedAt: number | null;
  /** The minute whose sample ended it: later than `endedAt` where a silence lies between. Null while it lasts. */
  resolvedBy: number | null;
  /** The newest minute that belongs to it. */
  lastAt: number;
  /** The worst value. */
  peak: number;
}

/**
 * An alert that is known to be going on before the first value. `lastAt` is null where its last minute is not known.
 */
export interface OngoingAlert {
  startedAt: number;
  lastAt: number | null;
  peak: number;
}

/** Consecutive minutes, one value each; NaN without a sample. */
export interface MinuteValues {
  metric: MetricId;
  /** Unix seconds, a multiple of 60. */
  start: number;
  values: Float32Array;
}

/** Samples at or beyond the threshold, up to the newest of all, that have not lasted long enough yet. */
export interface RunUp {
  /** Its first and its last minute, Unix seconds. */
  startedAt: number;
  lastAt: number;
  /** The worst value. */
  peak: number;
}

/**
 * The alerts that minutes give by one threshold, oldest first. An alert begins once all samples of `forMinutes` minutes
 * are at or beyond the threshold, and ends at the first one on the good side of `clearsAt`. Samples more than 6 minutes
 * apart do not belong to one run-up. A silence does not end an alert; where the host comes back on the good side, it
 * ended with the last sample before.
 */
export function deriveAlerts(
  minutes: MinuteValues,
  limits: Limits,
  ongoing: OngoingAlert | null = null,
): DerivedAlert[] {
  return derive(minutes, limits, ongoing).alerts;
}

/** As `deriveAlerts`, with the run-up at the end of the minutes. */
export function derive(
  { metric, start, values }: MinuteValues,
  limits: Limits,
  ongoing: OngoingAlert | null = null,
): { alerts: DerivedAlert[]; runUp: RunUp | null } {
  const evaluator = new ThresholdEvaluator(limits, ongoing);
  for (let index = 0; index < values.length; index += 1) {
    // A float of 90.1 lies below 90.1.
    const value = rounded(metric, values[index] ?? NaN);
    if (!Number.isNaN(value)) evaluator.step(start + index * MINUTE_S, value);
  }
  return { alerts: evaluator.alerts(), runUp: evaluator.runUp() };
}

interface PendingAlert {
  startedAt: number;
  peak: number;
}

class ThresholdEvaluator {
  readonly #limits: Limits;
  readonly #ended: DerivedAlert[] = [];
  #firing: PendingAlert | null;
  #pending: PendingAlert | null = null;
  #last: number | null;

  constructor(limits: Limits, ongoing: OngoingAlert | null) {
    this.#limits = limits;
    this.#firing = ongoing === null ? null : { startedAt: ongoing.startedAt, peak: ongoing.peak };
    this.#last = ongoing?.lastAt ?? null;
  }

  step(minute: number, value: number): void {
    const afterSilence = this.#last !== null && minute - this.#last > OFFLINE_AFTER_S;
    if (this.#firing !== null) this.#whileFiring(this.#firing, minute, value, afterSilence);
    else this.#whilePending(minute, value, afterSilence);
    this.#last = minute;
  }

  alerts(): DerivedAlert[] {
    const firing = this.#firing;
    if (firing === null) return this.#ended;
    const { startedAt, peak } = firing;
    const lastAt = this.#last ?? startedAt;
    return [...this.#ended, { startedAt, peak, lastAt, endedAt: null, resolvedBy: null }];
  }

  runUp(): RunUp | null {
    const pending = this.#pending;
    return pending === null ? null : { ...pending, lastAt: this.#last ?? pending.startedAt };
  }

  #whileFiring(firing: PendingAlert, minute: number, value: number, afterSilence: boolean): void {
    const { direction, clearsAt } = this.#limits;
    if (isBeyond(direction, value, clearsAt)) {
      firing.peak = worse(direction, firing.peak, value);
      return;
    }
    const lastAt = this.#last ?? firing.startedAt;
    const endedAt = afterSilence ? lastAt + MINUTE_S : minute;
    this.#ended.push({ ...firing, lastAt, endedAt, resolvedBy: minute });
    this.#firing = null;
    this.#pending = null;
  }

  #whilePending(minute: number, value: number, afterSilence: boolean): void {
    const { direction, threshold } = this.#limits;
    const exceeds = isBeyond(direction, value, threshold);
    if (afterSilence || !exceeds) this.#pending = null;
    if (!exceeds) return;
    this.#pending ??= { startedAt: minute, peak: value };
    this.#pending.peak = worse(direction, this.#pending.peak, value);
    const minutes = (minute - this.#pending.startedAt) / MINUTE_S + 1;
    if (minutes < this.#limits.forMinutes) return;
    this.#firing = this.#pending;
    this.#pending = null;
  }
}
