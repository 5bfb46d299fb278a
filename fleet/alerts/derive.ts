import type { Threshold } from '../../contract/alerts.ts';
import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import { MINUTE_S } from '../../contract/time.ts';

/** An alert as the samples give it. Times are Unix seconds. */
export interface DerivedAlert {
  /** The first minute of the run-up. */
  startedAt: number;
  /** The first minute after the alert, or null while it lasts. */
  endedAt: number | null;
  /** The minute whose sample ended it: later than `endedAt` where a silence lies between. Null while it lasts. */
  resolvedBy: number | null;
  /** The newest minute that belongs to it. */
  lastAt: number;
  /** The highest value, percent. */
  peak: number;
}

/** An alert that is known to be going on before the first value. `lastAt` is null where its last minute is not known. */
export interface OngoingAlert {
  startedAt: number;
  lastAt: number | null;
  peak: number;
}

/** Minutes in a row, one value each: NaN where there is no sample. */
export interface MinuteValues {
  /** Unix seconds, a multiple of 60. */
  start: number;
  values: Float32Array;
}

type Limits = Omit<Threshold, 'enabled'>;

/**
 * The alerts that minutes give by one threshold, oldest first. An alert begins once all samples of `forMinutes` minutes are at or
 * above `above`, and ends at the first one below `clearBelow`. Samples more than 6 minutes apart do not belong to one run-up. A
 * silence does not end an alert; where the host comes back below the threshold, it ended with the last sample before.
 */
export function deriveAlerts(
  { start, values }: MinuteValues,
  limits: Limits,
  ongoing: OngoingAlert | null = null,
): DerivedAlert[] {
  const evaluator = new ThresholdEvaluator(limits, ongoing);
  for (let index = 0; index < values.length; index += 1) {
    // Percentages are stored in tenths; a float of 90.1 lies below 90.1.
    const value = Math.round((values[index] ?? NaN) * 10) / 10;
    if (!Number.isNaN(value)) evaluator.step(start + index * MINUTE_S, value);
  }
  return evaluator.alerts();
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

  #whileFiring(firing: PendingAlert, minute: number, value: number, afterSilence: boolean): void {
    if (value >= this.#limits.clearBelow) {
      firing.peak = Math.max(firing.peak, value);
      return;
    }
    const lastAt = this.#last ?? firing.startedAt;
    const endedAt = afterSilence ? lastAt + MINUTE_S : minute;
    this.#ended.push({ ...firing, lastAt, endedAt, resolvedBy: minute });
    this.#firing = null;
    this.#pending = null;
  }

  #whilePending(minute: number, value: number, afterSilence: boolean): void {
    if (afterSilence || value < this.#limits.above) this.#pending = null;
    if (value < this.#limits.above) return;
    this.#pending ??= { startedAt: minute, peak: value };
    this.#pending.peak = Math.max(this.#pending.peak, value);
    const minutes = (minute - this.#pending.startedAt) / MINUTE_S + 1;
    if (minutes < this.#limits.forMinutes) return;
    this.#firing = this.#pending;
    this.#pending = null;
  }
}
