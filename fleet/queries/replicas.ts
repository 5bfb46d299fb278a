import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { DoctorReport } from '../../contract/doctor.ts';
import { hostKey, type HostRef } from '../../contract/host.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { FleetStore } from '../store/store.ts';

type Told = Pick<StoredHost, 'sourceId' | 'hostname' | 'sampleAt' | 'newest'>;

/** A source, in the order of the settings, and how it was read. */
export interface ReplicaSource {
  config: Pick<SourceConfig, 'id' | 'tables' | 'region' | 'endpoint' | 'profile' | 'role'>;
  connected: boolean;
  /** Unix seconds, or null. */
  lastSyncedAt: number | null;
}

/** Of the hosts that two sources share, one in so many must agree: replicas follow each other by seconds. */
const AGREEING = 4;
/** Shared hosts that are looked at: more would tell nothing else. */
const MOST_COMPARED = 200;
/** Seconds by which a source may lag behind another before that one takes its place; at least so many intervals. */
const FALL_OVER_S = 600;
const FALL_OVER_INTERVALS = 3;
const META = 'replicas';

/** What the newest samples of two sources say: whether they read the same fleet. */
export function evidenceOf(
  first: ReadonlyMap<string, Told>,
  second: ReadonlyMap<string, Told>,
): { shared: number; agreeing: number; differing: number } {
  const found = { shared: 0, agreeing: 0, differing: 0 };
  for (const [hostname, one] of first) {
    const other = second.get(hostname);
    if (other === undefined) continue;
    found.shared += 1;
    if (found.shared > MOST_COMPARED || one.sampleAt === null || one.sampleAt !== other.sampleAt)
      continue;
    if (isDeepStrictEqual(one.newest, other.newest)) found.agreeing += 1;
    else found.differing += 1;
  }
  return found;
}

/** The source of a group that shows its hosts: the first in the order of the settings that does not lag behind. */
export function shownFrom(group: readonly ReplicaSource[], intervalSeconds: number): string | null {
  const reads = group.flatMap(({ connected, lastSyncedAt }) =>
    connected && lastSyncedAt !== null ? [lastSyncedAt] : [],
  );
  const oldest = Math.max(...reads) - Math.max(FALL_OVER_S, FALL_OVER_INTERVALS * intervalSeconds);
  const isCurrent = ({ connected, lastSyncedAt }: ReplicaSource): boolean =>
    connected && lastSyncedAt !== null && lastSyncedAt >= oldest;
  return (group.find(isCurrent) ?? group[0])?.config.id ?? null;
}

/** What the replicas are looked for in. */
export interface ReplicasOptions {
  store: FleetStore;
  sources: () => ReplicaSource[];
  intervalSeconds: () => number;
  /** This machine, whose samples come from this program: shown from its own source. */
  ownHost: () => HostRef | null;
}

/**
 * Sources that read the same fleet, as two regions of a global table do: the same table names, and hosts whose newest
 * sample is of the same minute with the same values. Each of their hosts is shown once. What was recognised stays so while
 * one of them fails, and over restarts, until their samples contradict it or their settings change.
 */
export class Replicas {
  readonly #options: ReplicasOptions;
  /** Hosts that are shown from another source, by their key. */
  #covered: ReadonlySet<string> = new Set();
  #behind: ReadonlySet<string> = new Set();
  #pairs: DoctorReport['replicas'] = [];

  constructor(options: ReplicasOptions) {
    this.#options = options;
  }

  /** Whether a host is shown from another source. */
  covers(host: HostRef): boolean {
    return this.#covered.size > 0 && this.#covered.has(hostKey(host));
  }

  /** Whether a source reads a fleet that is shown from another. */
  isBehind(sourceId: string): boolean {
    return this.#behind.has(sourceId);
  }

  /** The sources that are not shown, each with the one in its place. */
  pairs(): DoctorReport['replicas'] {
    return this.#pairs;
  }

  /** Looks again, after something was stored or the sources have changed. */
  look(): void {
    const { store, sources: list } = this.#options;
    const sources = list();
    const candidates = sources.flatMap((first, index) =>
      sources
        .slice(index + 1)
        .filter((second) => isDeepStrictEqual(first.config.tables, second.config.tables))
        .map((second) => [first, second] as const),
    );
    if (candidates.length === 0) {
      this.#forget();
      return;
    }
    const hosts = this.#hostsBySource();
    const known = this.#known();
    const recognised = candidates.filter(([first, second]) => {
      const { shared, agreeing, differing } = evidenceOf(
        hosts.get(first.config.id) ?? new Map<string, Told>(),
        hosts.get(second.config.id) ?? new Map<string, Told>(),
      );
      const compared = Math.min(shared, MOST_COMPARED);
      if (agreeing > 0 && agreeing * AGREEING >= compared && agreeing >= differing) return true;
      return known.has(markOf(first, second)) && differing <= agreeing;
    });
    const marks = recognised.map(([first, second]) => markOf(first, second));
    if (!isDeepStrictEqual(new Set(marks), known))
      store.write(() => {
        store.meta.put(META, JSON.stringify(marks));
      });
    this.#choose(groupsOf(recognised), hosts);
  }

  #forget(): void {
    this.#covered = new Set();
    this.#behind = new Set();
    this.#pairs = [];
  }

  #choose(
    groups: readonly ReplicaSource[][],
    hosts: ReadonlyMap<string, ReadonlyMap<string, Told>>,
  ): void {
    const covered = new Set<string>();
    const behind = new Set<string>();
    const pairs: DoctorReport['replicas'] = [];
    const own = this.#options.ownHost();
    for (const group of groups) {
      const shown = shownFrom(group, this.#options.intervalSeconds());
      const order = group
        .map(({ config }) => config.id)
        .sort((a, b) => Number(b === shown) - Number(a === shown));
      // This machine's own samples are there before any table has them.
      const seen = new Set(own !== null && order.includes(own.sourceId) ? [own.hostname] : []);
      for (const sourceId of order) {
        const names = [...(hosts.get(sourceId)?.keys() ?? [])];
        if (sourceId !== shown && shown !== null) {
          behind.add(sourceId);
          const count = names.filter((name) => hosts.get(shown)?.has(name) === true).length;
          pairs.push({ sourceId, otherId: shown, hosts: count });
        }
        for (const hostname of names) {
          const isOwn = own?.sourceId === sourceId && own.hostname === hostname;
          if (seen.has(hostname) && !isOwn) covered.add(hostKey({ sourceId, hostname }));
          seen.add(hostname);
        }
      }
    }
    this.#covered = covered;
    this.#behind = behind;
    this.#pairs = pairs;
  }

  #hostsBySource(): Map<string, Map<string, Told>> {
    const { store } = this.#options;
    const bySource = new Map<string, Map<string, Told>>();
    for (const host of store.read(() => store.hosts.all())) {
      const known = bySource.get(host.sourceId) ?? new Map<string, Told>();
      bySource.set(host.sourceId, known.set(host.hostname, host));
    }
    return bySource;
  }

  #known(): ReadonlySet<string> {
    const { store } = this.#options;
    try {
      const text = store.read(() => store.meta.get(META));
      return new Set(z.array(z.string()).parse(JSON.parse(text ?? '[]')));
    } catch {
      // What is damaged is recognised anew.
      return new Set();
    }
  }
}

/** Another text as soon as one of the two reads elsewhere. */
function markOf(...pair: readonly ReplicaSource[]): string {
  return JSON.stringify(
    pair.map(({ config: { id, tables, region, endpoint, profile, role } }) => [
      id,
      tables,
      region ?? null,
      endpoint ?? null,
      profile ?? null,
      role?.arn ?? null,
    ]),
  );
}

/** Sources that are replicas of each other, directly or by way of others, in the order of the settings. */
function groupsOf(pairs: readonly (readonly [ReplicaSource, ReplicaSource])[]): ReplicaSource[][] {
  const groups: Set<ReplicaSource>[] = [];
  for (const [first, second] of pairs) {
    const touched = groups.filter((group) => group.has(first) || group.has(second));
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push(new Set([...touched.flatMap((group) => [...group]), first, second]));
  }
  return groups.map((group) => [...group]);
}
