import { SLOWER_PERCENT, type SlowerRule } from '../../contract/alerts.ts';
import { FOLDER_SOURCE } from '../../contract/functions.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { findRegressions } from '../queries/functions-regressions.ts';
import { BEGUN, type AlertLog, type AlertRow } from '../store/alert-log.ts';
import type { FunctionReader } from '../store/functions-reader.ts';
import type { StoredHost } from '../store/hosts.ts';
import type { EffectiveRules } from './effective-rules.ts';

/** Seconds between looks: runs come by the hour, and a look reads five weeks of days. */
const LOOK_EVERY_S = 15 * MINUTE_S;
/** The part of a rule's percentage below which an alert ends: means move a little every day. */
const CLEARS_AT = 0.8;

/** Where regressions are found, and where the alerts that follow are kept. */
export interface SlowerOptions {
  log: AlertLog;
  rules: EffectiveRules;
  functions: FunctionReader;
}

/** By how much a mean must have risen by a rule: 1.25 for 25 %. */
export function ratioOf({ percent = SLOWER_PERCENT }: SlowerRule): number {
  return 1 + percent / 100;
}

/** The function of a host that has slowed most. Times are Unix seconds. */
interface Slowest {
  subject: string;
  percent: number;
  since: number;
}

/**
 * Keeps the alerts on functions that have become slower: one for each host, named by the function that has most, because
 * a release slows many at once. Its methods are called within a transaction.
 */
export class Slower {
  readonly #options: SlowerOptions;
  #lookedAt: number | null = null;
  #watched = 0;

  constructor(options: SlowerOptions) {
    this.#options = options;
  }

  /** Looks if that is due, at once where rules were switched. Returns whether an alert has changed. */
  update(hosts: readonly StoredHost[], now: number): boolean {
    const { log, rules } = this.#options;
    const watched = hosts.filter((host) => rules.rulesOf(host).slower.enabled);
    const open = new Map(log.openOf('slower').map((row) => [row.host, row]));
    if (watched.length === 0 && open.size === 0) return false;
    const isDue = this.#lookedAt === null || Math.abs(now - this.#lookedAt) >= LOOK_EVERY_S;
    if (!isDue && watched.length === this.#watched) return false;
    this.#lookedAt = now;
    this.#watched = watched.length;
    const found =
      watched.length === 0 ? new Map<number, Slowest>() : this.#find(watched, open, now);
    let changed = false;
    for (const host of watched)
      if (this.#apply(host, open.get(host.id), found.get(host.id), now)) changed = true;
    const ids = new Set(watched.map(({ id }) => id));
    for (const row of open.values()) {
      if (ids.has(row.host)) continue;
      this.#end(row, now);
      changed = true;
    }
    return changed;
  }

  /** By the ids of the fleet's hosts. Runs of folders are of the host that has their name. */
  #find(
    watched: readonly StoredHost[],
    open: ReadonlyMap<number, AlertRow>,
    now: number,
  ): Map<number, Slowest> {
    const { functions, rules } = this.#options;
    const byKey = new Map<string, StoredHost>();
    for (const host of watched.toReversed()) {
      byKey.set(`${host.sourceId}\n${host.hostname}`, host);
      byKey.set(`${FOLDER_SOURCE}\n${host.hostname}`, host);
    }
    const ofRuns = new Map(
      functions.hosts().flatMap(({ id, sourceId, hostname }) => {
        const host = byKey.get(`${sourceId}\n${hostname}`);
        return host === undefined ? [] : [[id, host] as const];
      }),
    );
    const limitOf = (runHost: number): number | null => {
      const host = ofRuns.get(runHost);
      if (host === undefined) return null;
      const ratio = ratioOf(rules.rulesOf(host).slower);
      return open.has(host.id) ? 1 + (ratio - 1) * CLEARS_AT : ratio;
    };
    const names = functions.names();
    const found = new Map<number, Slowest>();
    for (const { fn, host: runHost, before, after, since } of findRegressions(
      functions,
      now,
      limitOf,
    )) {
      const host = ofRuns.get(runHost);
      // The slowest by ratio comes first.
      if (host === undefined || found.has(host.id)) continue;
      const percent = Math.round((after / before - 1) * 100);
      found.set(host.id, { subject: names.get(fn) ?? '?', percent, since });
    }
    return found;
  }

  #apply(
    host: StoredHost,
    row: AlertRow | undefined,
    found: Slowest | undefined,
    now: number,
  ): boolean {
    const { log, rules } = this.#options;
    if (found === undefined) {
      if (row !== undefined) this.#end(row, now);
      return row !== undefined;
    }
    const { subject, percent: peak, since } = found;
    const { percent: threshold = SLOWER_PERCENT } = rules.rulesOf(host).slower;
    if (row !== undefined) {
      if (row.peak === peak && row.subject === subject && row.threshold === threshold) return false;
      log.put({ ...row, peak, subject, threshold, lastAt: now });
      return true;
    }
    log.add({
      host: host.id,
      kind: 'slower',
      subject,
      startedAt: since,
      lastAt: now,
      peak,
      threshold,
      maintenance: rules.inMaintenance(host, now),
      notedAt: now,
      ...BEGUN,
    });
    return true;
  }

  #end(row: AlertRow, now: number): void {
    this.#options.log.put({ ...row, endedAt: now, resolvedBy: now, notedAt: now });
  }
}
