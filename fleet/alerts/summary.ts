import { ALERT_METRICS, type AlertKind, type AlertNotice } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/fleet.ts';

/** Something that happened to a host while nobody was told. */
export interface Missed {
  host: HostRef & { id: number };
  kind: AlertKind | 'back';
  /** Whether it goes on. */
  lasts: boolean;
}

type Summary = Extract<AlertNotice, { kind: 'summary' }>;

/** One notice of all that happened in `[since, until]`, Unix seconds; null where nothing did. */
export function summarize(missed: readonly Missed[], since: number, until: number): Summary | null {
  const hosts = new Map(missed.map(({ host }) => [host.id, host]));
  const [only] = hosts.values();
  if (only === undefined) return null;
  const count = (wanted: (entry: Missed) => boolean): number =>
    new Set(missed.filter(wanted).map(({ host }) => host.id)).size;
  const ofKind = Object.fromEntries(
    ALERT_METRICS.map((metric) => [metric, count(({ kind }) => kind === metric)]),
  ) as Pick<Summary, (typeof ALERT_METRICS)[number]>;
  return {
    kind: 'summary',
    since,
    until,
    offline: count(({ kind }) => kind === 'offline'),
    stillOffline: count(({ kind, lasts }) => kind === 'offline' && lasts),
    back: count(({ kind }) => kind === 'back'),
    ...ofKind,
    host: hosts.size === 1 ? { sourceId: only.sourceId, hostname: only.hostname } : null,
  };
}
