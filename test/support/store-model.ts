import type { MetricId } from '../../contract/metrics.ts';
import { QUARTER_HOUR_S } from '../../contract/time.ts';
import type { Layout } from '../../fleet/store/minute.ts';

/** One write of one minute; values in the metric's own unit. */
export interface ModelWrite {
  host: number;
  minute: number;
  layout: Layout;
  cpu: number;
  memory: number;
  netRx?: number;
  weight: number;
}

interface Band {
  min: number;
  max: number;
}

/** What the store must contain, in plain maps, recomputed from single minutes each time. */
export class StoreModel {
  readonly #minutes = new Map<string, Map<number, number>>();
  readonly #legacyWeight = new Map<string, number>();
  readonly #bands = new Map<string, Band>();

  write({ host, minute, layout, cpu, memory, netRx, weight }: ModelWrite): void {
    const key = `${String(host)} ${String(minute)}`;
    const held = this.#legacyWeight.get(key) ?? 0;
    const present = this.value(host, 'cpu', minute);
    if (layout === 'legacy' && present !== undefined && held === 0) return;
    const merge = (metric: MetricId, value: number): void => {
      const old = this.value(host, metric, minute);
      const joined = layout === 'legacy' && old !== undefined;
      this.#set(
        host,
        metric,
        minute,
        tenths(joined ? (old * held + value * weight) / (held + weight) : value),
      );
    };
    merge('cpu', cpu);
    merge('memory', memory);
    this.#legacyWeight.set(key, layout === 'legacy' ? Math.min(255, held + weight) : 0);
    if (netRx !== undefined) this.#set(host, 'netRx', minute, Math.fround(netRx));
    for (const metric of ['cpu', 'memory', 'netRx'] as const) this.#widen(host, metric, minute);
  }

  value(host: number, metric: MetricId, minute: number): number | undefined {
    return this.#minutes.get(`${String(host)} ${metric}`)?.get(minute);
  }

  /** The quarter hour starting at `start`, or null without minutes. */
  quarter(host: number, metric: MetricId, start: number): (Band & { mean: number }) | null {
    const values = this.#valuesOf(host, metric, start);
    const band = this.#bands.get(`${String(host)} ${metric} ${String(start)}`);
    if (values.length === 0 || band === undefined) return null;
    return { ...band, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  }

  #set(host: number, metric: MetricId, minute: number, value: number): void {
    const key = `${String(host)} ${metric}`;
    const series = this.#minutes.get(key) ?? new Map<number, number>();
    this.#minutes.set(key, series.set(minute, value));
  }

  /** Extremes keep a minute's value from before it was replaced. */
  #widen(host: number, metric: MetricId, minute: number): void {
    const start = Math.floor(minute / QUARTER_HOUR_S) * QUARTER_HOUR_S;
    const key = `${String(host)} ${metric} ${String(start)}`;
    const values = this.#valuesOf(host, metric, start);
    if (values.length === 0) return;
    const band = this.#bands.get(key) ?? { min: Infinity, max: -Infinity };
    this.#bands.set(key, {
      min: Math.min(band.min, ...values),
      max: Math.max(band.max, ...values),
    });
  }

  #valuesOf(host: number, metric: MetricId, start: number): number[] {
    return Array.from({ length: QUARTER_HOUR_S / 60 }, (_, index) =>
      this.value(host, metric, start + index * 60),
    ).filter((value) => value !== undefined);
  }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Mean, 95th percentile by nearest rank, and maximum; null without values. */
export function figuresOf(
  values: readonly number[],
): { mean: number; p95: number; max: number } | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    p95: sorted[Math.ceil(values.length * 0.95) - 1] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
}
