import { ALERT_METRICS, type AlertMetric } from '../../contract/alerts.ts';
import { METRICS } from '../../contract/metrics.ts';
import type { MinuteRecord } from './minute.ts';

/** What was stored of one host since someone last looked. */
export interface Change {
  /** The earliest and the latest minute, Unix seconds. */
  from: number;
  to: number;
  /** The highest value stored of a metric; absent where none was. */
  highest: Partial<Record<AlertMetric, number>>;
}

/**
 * Which minutes of which hosts were stored and not yet looked at for alerts. It is kept in memory: after a restart, and after a
 * write of another process, all hosts are looked at.
 */
export class DirtyRanges {
  #hosts = new Map<number, Change>();

  note(host: number, records: readonly MinuteRecord[]): void {
    const [first] = records;
    if (first === undefined) return;
    const change = this.#of(host, first.sample.minute);
    for (const { sample } of records) {
      change.from = Math.min(change.from, sample.minute);
      change.to = Math.max(change.to, sample.minute);
      for (const metric of ALERT_METRICS) {
        const value = sample[METRICS[metric].field];
        // As it is stored: in tenths.
        if (value !== undefined) raise(change, metric, Math.round(value * 10) / 10);
      }
    }
  }

  /** Any value from minute `from` to minute `to` may have changed. */
  noteAll(hosts: Iterable<number>, from: number, to: number): void {
    for (const host of hosts) {
      const change = this.#of(host, from);
      change.from = Math.min(change.from, from);
      change.to = Math.max(change.to, to);
      for (const metric of ALERT_METRICS) raise(change, metric, Infinity);
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
    for (const [host, { from, to, highest }] of changes) {
      const change = this.#of(host, from);
      change.from = Math.min(change.from, from);
      change.to = Math.max(change.to, to);
      for (const metric of ALERT_METRICS) raise(change, metric, highest[metric] ?? -Infinity);
    }
  }

  #of(host: number, minute: number): Change {
    let change = this.#hosts.get(host);
    if (change === undefined) {
      change = { from: minute, to: minute, highest: {} };
      this.#hosts.set(host, change);
    }
    return change;
  }
}

function raise({ highest }: Change, metric: AlertMetric, value: number): void {
  highest[metric] = Math.max(highest[metric] ?? -Infinity, value);
}
