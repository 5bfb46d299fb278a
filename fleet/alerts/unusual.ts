import { isUnusual, type HostUnusual } from '../../contract/outlook.ts';
import { DAY_S, HOUR_S } from '../../contract/time.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { BEGUN, type AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { EffectiveRules } from './effective-rules.ts';
import type { Outlooks } from './outlooks.ts';
import { farthest } from './unusual-now.ts';

/** A metric is usual again once it is nearer to the middle than this, where 1 is the edge. */
const CLEARS_AT = 0.9;
/** Seconds after which an alert that can no longer be judged counts as over: its samples or its history stopped. */
const FORGOTTEN_S = DAY_S;

/** The outlooks of the hosts, and where alerts on them are kept. */
export interface UnusualOptions {
  log: AlertLog;
  rules: EffectiveRules;
  outlooks: Pick<Outlooks, 'judgements'>;
}

/**
 * Keeps the alerts on what is unusual: one a host, on the metric that was farthest from the usual when it began. It ends
 * when nothing of the host is unusual any more.
 */
export class Unusual {
  readonly #options: UnusualOptions;

  constructor(options: UnusualOptions) {
    this.#options = options;
  }

  /** Looks at the hosts as they were judged last. Within a transaction. Returns whether an alert has changed. */
  update(hosts: readonly StoredHost[], now: number): boolean {
    const { log, rules, outlooks } = this.#options;
    const open = new Map(log.openOf('unusual').map((row) => [row.host, row]));
    let changed = false;
    for (const host of hosts) {
      const row = open.get(host.id);
      open.delete(host.id);
      const wanted = rules.rulesOf(host).unusual.enabled;
      if (!wanted && row === undefined) continue;
      const judgements = outlooks.judgements(host);
      if (row === undefined) {
        if (this.#begin(host, judgements, now)) changed = true;
      } else if (!wanted) {
        this.#end(row, now);
        changed = true;
      } else if (this.#goOn(row, judgements, now)) changed = true;
    }
    // Of hosts that are not shown any more.
    for (const row of open.values()) this.#end(row, now);
    return changed || open.size > 0;
  }

  #begin(host: StoredHost, judgements: readonly HostUnusual[], now: number): boolean {
    const most = farthest(judgements);
    if (most === undefined || !isUnusual(most)) return false;
    const { log, rules } = this.#options;
    const startedAt = Math.floor((host.sampleAt ?? now) - HOUR_S);
    log.add({
      host: host.id,
      kind: 'unusual',
      metric: most.metric,
      startedAt,
      lastAt: host.sampleAt ?? now,
      peak: most.value,
      threshold: edgeOf(most),
      maintenance: rules.inMaintenance(host, startedAt) || rules.inMaintenance(host, now),
      notedAt: now,
      ...BEGUN,
    });
    return true;
  }

  /** A host that cannot be judged, because it is silent, keeps its alert for a day. */
  #goOn(row: AlertRow, judgements: readonly HostUnusual[], now: number): boolean {
    const most = farthest(judgements);
    if (most === undefined) {
      if (now - row.lastAt < FORGOTTEN_S) return false;
      this.#end(row, row.lastAt, now);
      return true;
    }
    if (most.distance < CLEARS_AT) {
      this.#end(row, now);
      return true;
    }
    const same = judgements.find(({ metric }) => metric === row.metric);
    const isWorse =
      same !== undefined && row.peak !== null && isBeyond(same.value, row.peak, row.threshold ?? 0);
    // A row a quarter of an hour says well enough how long it lasts.
    if (!isWorse && now - row.lastAt < HOUR_S / 4) return false;
    this.#options.log.put({ ...row, lastAt: now, peak: isWorse ? same.value : row.peak });
    return isWorse;
  }

  #end(row: AlertRow, endedAt: number, now = endedAt): void {
    this.#options.log.put({ ...row, endedAt, resolvedBy: now, notedAt: now });
  }
}

/** The edge of the band that the value is beyond. */
function edgeOf({ value, low, high }: HostUnusual): number {
  return value > (low + high) / 2 ? high : low;
}

/** Whether a value is farther from the edge than another on the same side. */
function isBeyond(value: number, other: number, edge: number): boolean {
  return other > edge ? value > other : value < other;
}
