import { SLOWER_PERCENT, type SlowerRule } from '../../contract/alerts.ts';
import { nameFunctions } from '../../contract/function-names.ts';
import { FOLDER_SOURCE } from '../../contract/functions.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { findRegressions } from '../queries/functions-regressions.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { BEGUN, type AlertRow } from '../store/alert-row.ts';
import type { FunctionReader } from '../store/functions-reader.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { EffectiveRules } from './effective-rules.ts';

/** Seconds between evaluations: runs arrive hourly, and an evaluation reads five weeks of days. */
const LOOK_EVERY_S = 15 * MINUTE_S;
/** An alert ends below this share of its rule's percentage: means move a little every day. */
const CLEARS_AT = 0.8;

/** Where regressions are found, and alerts on them are kept. */
export interface SlowerOptions {
  log: AlertLog;
  rules: EffectiveRules;
  functions: FunctionReader;
}

/** The factor by which a mean must rise under a rule: 1.25 for 25 %. */
export function ratioOf({ percent = SLOWER_PERCENT }: SlowerRule): number {
  return 1 + percent / 100;
}

/** A function of a host that has become slower. `since` in Unix seconds. */
interface Slow {
  fn: number;
  name: string;
  percent: number;
  since: number;
}

/**
 * Keeps the alerts on functions that have become slower. Functions of a host that are found at one look share an alert,
 * because a release slows many at once; one that slows later has another. Its methods are called within a transaction.
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
    const open = Map.groupBy(log.openOf('slower'), ({ host }) => host);
    if (watched.length === 0 && open.size === 0) return false;
    const isDue = this.#lookedAt === null || Math.abs(now - this.#lookedAt) >= LOOK_EVERY_S;
    if (!isDue && watched.length === this.#watched) return false;
    this.#lookedAt = now;
    this.#watched = watched.length;
    const found = watched.length === 0 ? new Map<number, Slow[]>() : this.#find(watched, open, now);
    let changed = false;
    for (const host of watched)
      if (this.#apply(host, open.get(host.id) ?? [], found.get(host.id) ?? [], now)) changed = true;
    const ids = new Set(watched.map(({ id }) => id));
    for (const row of [...open.values()].flat()) {
      if (ids.has(row.host)) continue;
      this.#end(row, now);
      changed = true;
    }
    return changed;
  }

  /** By the ids of the fleet's hosts, the slowest first. Runs of folders are of the host that has their name. */
  #find(
    watched: readonly StoredHost[],
    open: ReadonlyMap<number, readonly AlertRow[]>,
    now: number,
  ): Map<number, Slow[]> {
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
    const limitOf = (runHost: number, fn: number): number | null => {
      const host = ofRuns.get(runHost);
      if (host === undefined) return null;
      const ratio = ratioOf(rules.rulesOf(host).slower);
      return open.get(host.id)?.some((row) => isAbout(row, fn)) === true
        ? 1 + (ratio - 1) * CLEARS_AT
        : ratio;
    };
    const names = functions.names();
    const found = new Map<number, Slow[]>();
    for (const { fn, host: runHost, before, after, since } of findRegressions(
      functions,
      now,
      limitOf,
    )) {
      const host = ofRuns.get(runHost);
      if (host === undefined) continue;
      const percent = Math.round((after / before - 1) * 100);
      const slow = found.get(host.id) ?? [];
      // A host's runs may come from its source and from a folder: the slower counts, which comes first.
      if (!slow.some((other) => other.fn === fn))
        slow.push({ fn, name: names.get(fn) ?? '?', percent, since });
      found.set(host.id, slow);
    }
    return found;
  }

  /** Each alert goes on with those of its functions that are slow still; what is in none of them begins another. */
  #apply(
    host: StoredHost,
    open: readonly AlertRow[],
    found: readonly Slow[],
    now: number,
  ): boolean {
    let changed = false;
    let rest = found;
    for (const row of open) {
      const [own, others] = [
        rest.filter(({ fn }) => isAbout(row, fn)),
        rest.filter(({ fn }) => !isAbout(row, fn)),
      ];
      rest = others;
      if (own.length === 0) {
        this.#end(row, now);
        changed = true;
      } else if (this.#goOn(host, row, own, now)) changed = true;
    }
    if (rest.length === 0) return changed;
    this.#begin(host, rest, now);
    return true;
  }

  #goOn(host: StoredHost, row: AlertRow, slow: readonly Slow[], now: number): boolean {
    const next = this.#values(host, slow);
    const { peak, subject, threshold, functions = [] } = row;
    const isSame =
      peak === next.peak &&
      subject === next.subject &&
      threshold === next.threshold &&
      functions.join() === next.functions.join();
    if (!isSame) this.#options.log.put({ ...row, ...next, lastAt: now });
    return !isSame;
  }

  #begin(host: StoredHost, slow: readonly Slow[], now: number): void {
    const { log, rules } = this.#options;
    const since = Math.min(...slow.map((of) => of.since));
    log.add({
      host: host.id,
      kind: 'slower',
      ...this.#values(host, slow),
      startedAt: this.#freeStart(host, since),
      lastAt: now,
      maintenance: rules.inMaintenance(host, now),
      notedAt: now,
      ...BEGUN,
    });
  }

  #values(
    host: StoredHost,
    slow: readonly Slow[],
  ): { subject: string; peak: number; threshold: number; functions: number[] } {
    const { percent: threshold = SLOWER_PERCENT } = this.#options.rules.rulesOf(host).slower;
    return {
      subject: nameFunctions(slow.map(({ name }) => name)),
      peak: slow[0]?.percent ?? 0,
      threshold,
      functions: slow.map(({ fn }) => fn).sort((a, b) => a - b),
    };
  }

  /** Alerts differ by host, kind and beginning: two that begin on one day are a minute apart. */
  #freeStart(host: StoredHost, since: number): number {
    const taken = new Set(
      this.#options.log
        .since(since - 1)
        .filter((row) => row.host === host.id && row.kind === 'slower')
        .flatMap(({ startedAt, notifiedStart }) => [startedAt, notifiedStart]),
    );
    let start = since;
    while (taken.has(start)) start += MINUTE_S;
    return start;
  }

  #end(row: AlertRow, now: number): void {
    this.#options.log.put({ ...row, endedAt: now, resolvedBy: now, notedAt: now });
  }
}

/** An alert of an earlier release has no list: it covered the whole host. */
function isAbout({ functions }: AlertRow, fn: number): boolean {
  return functions === undefined || functions.includes(fn);
}
