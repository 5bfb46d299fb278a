import { dayOf } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { ON_DEMAND_RATE, estimateScan, unitsLeft } from './legacy-budget.ts';
import type { ScannedSource } from './scanned-source.ts';

/** How fast a table of runs may be read: at no more than a quarter of its provisioned throughput. */
export class ReadingPace {
  readonly #runtime: ScannedSource;
  #rate = ON_DEMAND_RATE;
  /** Milliseconds of the clock before which nothing may be asked for. */
  #nextAt = 0;
  #usedAt = 0;

  constructor(runtime: ScannedSource) {
    this.#runtime = runtime;
  }

  /** Units a second. */
  get rate(): number {
    return this.#rate;
  }

  /** Sets the units a second, as far as the table allows them. */
  limitTo(unitsPerSecond: number): void {
    this.#rate = estimateScan(this.#runtime.tableInfo.functions, unitsPerSecond).rate;
  }

  /** Notes what a request has used: the next one waits until that is within the rate. */
  used(units: number): void {
    const { clock } = this.#runtime;
    this.#usedAt = clock.now();
    this.#nextAt = Math.max(this.#nextAt, this.#usedAt) + (units / this.#rate) * 1000;
  }

  /** Waits until a request may be sent. Rejects once `signal` is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    const { clock } = this.#runtime;
    for (;;) {
      const now = clock.now();
      // A clock that has stepped back must not make it wait for days.
      const steppedBack = Math.max(0, this.#usedAt - now);
      this.#usedAt -= steppedBack;
      this.#nextAt -= steppedBack;
      const wait = this.#nextAt - now;
      if (wait <= 0) return;
      await clock.sleep(wait, signal);
    }
  }
}

/** What a source's scans may use in a day, whichever table they read. */
export class ReadingBudget {
  readonly #runtime: ScannedSource;

  constructor(runtime: ScannedSource) {
    this.#runtime = runtime;
  }

  /** Notes what a scan has used; `now` in Unix seconds. Called within a transaction. */
  spend(units: number, now: number): void {
    const { store, config } = this.#runtime;
    const coverage = store.legacy.coverage(config.id);
    const spentDay = dayOf(now);
    const before = coverage.spentDay === spentDay ? coverage.spentUnits : 0;
    store.legacy.putCoverage(config.id, { ...coverage, spentDay, spentUnits: before + units });
  }

  unitsLeft(): number {
    const { store, config, clock, legacyBudget } = this.#runtime;
    const coverage = store.read(() => store.legacy.coverage(config.id));
    return unitsLeft(coverage, legacyBudget, nowSeconds(clock));
  }

  /** Whether a part of the table, from 0 to 1, costs no more than what is left of the day's budget. */
  allows(part: number): boolean {
    const { units } = estimateScan(this.#runtime.tableInfo.functions);
    return units !== null && units * part <= this.unitsLeft();
  }
}
