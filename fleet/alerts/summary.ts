import type { AlertNotice, QueuedNotice } from '../../contract/alert-notices.ts';
import type { AlertKind } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import { METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { StoredHost } from '../store/host-row.ts';

/** Something that happened to a host while notifications were suppressed. */
export interface Missed {
  host: HostRef & { id: number };
  kind: AlertKind | 'back';
  /** Whether it is still open. */
  lasts: boolean;
}

type Summary = Extract<AlertNotice, { kind: 'summary' }>;

/** The content of notices that were never shown, as of now: `silent` has the ids of offline hosts. */
export function missedOf(
  unshown: readonly QueuedNotice[],
  hosts: readonly StoredHost[],
  silent: ReadonlySet<number>,
): Missed[] {
  const byName = new Map(hosts.map((host) => [keyOf(host), host]));
  return unshown.flatMap(({ notice }) => {
    if (notice.kind === 'summary' || notice.kind === 'cleared') return [];
    const { kind } = notice;
    return notice.hosts.flatMap((ref): Missed[] => {
      const host = byName.get(keyOf(ref));
      return host === undefined
        ? []
        : [{ host, kind, lasts: kind === 'offline' && silent.has(host.id) }];
    });
  });
}

/** One notice about everything in `[since, until]`, Unix seconds; null if nothing happened. */
export function summarize(missed: readonly Missed[], since: number, until: number): Summary | null {
  const hosts = new Map(missed.map(({ host }) => [host.id, host]));
  const [only] = hosts.values();
  if (only === undefined) return null;
  const count = (wanted: (entry: Missed) => boolean): number =>
    new Set(missed.filter(wanted).map(({ host }) => host.id)).size;
  const ofKind = Object.fromEntries(
    METRIC_IDS.map((metric) => [metric, count(({ kind }) => kind === metric)]),
  ) as Record<MetricId, number>;
  return {
    kind: 'summary',
    since,
    until,
    offline: count(({ kind }) => kind === 'offline'),
    stillOffline: count(({ kind, lasts }) => kind === 'offline' && lasts),
    back: count(({ kind }) => kind === 'back'),
    rebooted: count(({ kind }) => kind === 'rebooted'),
    filling: count(({ kind }) => kind === 'filling'),
    slower: count(({ kind }) => kind === 'slower'),
    unusual: count(({ kind }) => kind === 'unusual'),
    cost: count(({ kind }) => kind === 'cost'),
    ...ofKind,
    host:
      hosts.size === 1 && missed.every(({ kind }) => kind !== 'cost')
        ? { sourceId: only.sourceId, hostname: only.hostname }
        : null,
  };
}

function keyOf({ sourceId, hostname }: HostRef): string {
  return `${sourceId}/${hostname}`;
}
