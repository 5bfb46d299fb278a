import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { MetricValues } from '../../contract/metric-values.ts';
import { WORST, byMetric, worse, type Direction } from '../../contract/threshold-rules.ts';
import type { MinuteRecord } from './minute.ts';
import { asStored } from './series-codec.ts';

/** What was stored of one host since someone last looked. */
export interface Change {
  /** The earliest and the latest minute, Unix seconds. */
  from: number;
  to: number;
  /** The worst value stored of a metric, by the direction of its rule; absent where none was. */
  worst: MetricValues;
  /** The value on the best side, of metrics that every one of these minutes had; NaN or absent where that is not known. */
  mildest: MetricValues;
}

/**
 * The minutes of each host that were stored and not yet evaluated for alerts. It is kept in memory: after a restart, and after a
 * write of another process, all hosts are looked at.
 */
export class DirtyRanges {
  #hosts = new Map<number, Change>();

  note(host: number, records: readonly MinuteRecord[]): void {
    const [first] = records;
    if (first === undefined) return;
    const isFirst = !this.#hosts.has(host);
    const change = this.#of(host, first.sample.minute);
    for (const { sample } of records) {
      change.from = Math.min(change.from, sample.minute);
      change.to = Math.max(change.to, sample.minute);
    }
    for (const metric of METRIC_IDS) {
      const { field, alert } = METRICS[metric];
      let worst: number | undefined;
      let mildest: number | undefined;
      let isWhole = true;
      for (const { sample } of records) {
        const value = sample[field];
        if (value === undefined) {
          isWhole = false;
          continue;
        }
        worst = worst === undefined ? value : worse(alert.direction, worst, value);
        mildest = mildest === undefined ? value : milder(alert.direction, mildest, value);
      }
      // Storing keeps the order of values: the worst one stays the worst.
      if (worst !== undefined) worsen(change, metric, asStored(metric, worst));
      if (isFirst && !isWhole) continue;
      const known = isFirst ? mildest : change.mildest[metric];
      change.mildest[metric] =
        isWhole && known !== undefined && mildest !== undefined
          ? asStored(metric, milder(alert.direction, known, mildest))
          : NaN;
    }
  }

  /** Any value from minute `from` to minute `to` may have changed. */
  noteAll(hosts: Iterable<number>, from: number, to: number): void {
    for (const host of hosts) {
      const change = this.#of(host, from);
      change.from = Math.min(change.from, from);
      change.to = Math.max(change.to, to);
      for (const metric of METRIC_IDS) worsen(change, metric, ANY_VALUES[metric]);
      change.mildest = {};
    }
  }

  /** What was noted so far; it counts as looked at. */
  take(): Map<number, Change> {
    const taken = this.#hosts;
    this.#hosts = new Map();
    return taken;
  }

  /** Takes back what could not be looked at. */
  putBack(changes: ReadonlyMap<number, Change>): void {
    for (const [host, { from, to, worst }] of changes) {
      const change = this.#of(host, from);
      change.from = Math.min(change.from, from);
      change.to = Math.max(change.to, to);
      for (const metric of METRIC_IDS) {
        const value = worst[metric];
        if (value !== undefined) worsen(change, metric, value);
      }
      change.mildest = {};
    }
  }

  #of(host: number, minute: number): Change {
    let change = this.#hosts.get(host);
    if (change === undefined) {
      change = { from: minute, to: minute, worst: {}, mildest: {} };
      this.#hosts.set(host, change);
    }
    return change;
  }
}

function worsen({ worst }: Change, metric: MetricId, value: number): void {
  const known = worst[metric];
  const { direction } = METRICS[metric].alert;
  worst[metric] = known === undefined ? value : worse(direction, known, value);
}

function milder(direction: Direction, a: number, b: number): number {
  return direction === 'above' ? Math.min(a, b) : Math.max(a, b);
}

/** What has to be taken for the values of minutes that are not known: nothing is worse. */
export const ANY_VALUES: Readonly<Record<MetricId, number>> = byMetric(
  (id) => WORST[METRICS[id].alert.direction],
);
