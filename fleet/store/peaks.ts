import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { QUARTER_HOUR_S, HOUR_S, MINUTE_S } from '../../contract/time.ts';

const QUARTERS = HOUR_S / QUARTER_HOUR_S;
/** Minutes of a quarter of an hour. */
export const MINUTES_PER_QUARTER = QUARTER_HOUR_S / MINUTE_S;

/** Metric, quarter, minimum and maximum. */
const ENTRY_BYTES = 10;

/** Extremes of a quarter of an hour. */
export interface Band {
  min: number;
  max: number;
}

/**
 * What was more extreme in the quarters of an open hour than its minutes are now: peaks within a minute, and values that were
 * replaced. The rollup keeps them.
 */
export class Peaks {
  readonly #bands = new Map<number, Band>();

  /** Those of a BLOB; null has none, and neither has one that cannot be read. */
  static of(blob: unknown): Peaks {
    const peaks = new Peaks();
    if (!(blob instanceof Uint8Array)) return peaks;
    const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
    for (let at = 0; at + ENTRY_BYTES <= blob.length; at += ENTRY_BYTES)
      peaks.#widen(
        view.getUint8(at) * QUARTERS + (view.getUint8(at + 1) % QUARTERS),
        view.getFloat32(at + 2, true),
        view.getFloat32(at + 6, true),
      );
    return peaks;
  }

  get isEmpty(): boolean {
    return this.#bands.size === 0;
  }

  /** `quarter` is 0 to 3. */
  band(metric: MetricId, quarter: number): Band | undefined {
    return this.#bands.get(METRICS[metric].code * QUARTERS + quarter);
  }

  widen(metric: MetricId, quarter: number, min: number, max: number): void {
    this.#widen(METRICS[metric].code * QUARTERS + quarter, min, max);
  }

  add(other: Peaks): void {
    for (const [key, { min, max }] of other.#bands) this.#widen(key, min, max);
  }

  /** Metrics that have any. */
  metrics(): MetricId[] {
    return METRIC_IDS.filter((id) =>
      Array.from({ length: QUARTERS }, (_, quarter) => quarter).some(
        (quarter) => this.band(id, quarter) !== undefined,
      ),
    );
  }

  toBlob(): Uint8Array | null {
    if (this.isEmpty) return null;
    const view = new DataView(new ArrayBuffer(this.#bands.size * ENTRY_BYTES));
    let at = 0;
    for (const [key, { min, max }] of this.#bands) {
      view.setUint8(at, Math.floor(key / QUARTERS));
      view.setUint8(at + 1, key % QUARTERS);
      view.setFloat32(at + 2, min, true);
      view.setFloat32(at + 6, max, true);
      at += ENTRY_BYTES;
    }
    return new Uint8Array(view.buffer);
  }

  #widen(key: number, min: number, max: number): void {
    const band = this.#bands.get(key);
    if (Number.isNaN(min) || Number.isNaN(max)) return;
    if (band === undefined) this.#bands.set(key, { min, max });
    else {
      band.min = Math.min(band.min, min);
      band.max = Math.max(band.max, max);
    }
  }
}

/** The quarter of its hour, 0 to 3, of a minute of it, 0 to 59. */
export function quarterOf(index: number): number {
  return Math.floor(index / MINUTES_PER_QUARTER);
}
