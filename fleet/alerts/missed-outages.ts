import type { FleetEvent } from '../../contract/answers.ts';
import type { HostRef } from '../../contract/host.ts';
import { OFFLINE_AFTER_S, offlineDelay } from '../../contract/host-health.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { NOTIFY_STATE, NOT_NOTIFIED, type AlertRow } from '../store/alert-row.ts';
import type { EffectiveRules } from './effective-rules.ts';
import type { ReadTimes } from './offline-detector.ts';

/** Where past outages are read, and those already known. */
export interface MissedOutagesOptions {
  log: AlertLog;
  rules: EffectiveRules;
  /** Outages of hosts that touch a range, as the samples give them. */
  outages: (hosts: readonly StoredHost[], from: number, to: number) => FleetEvent[];
}

/** The fleet now, and the period in which nobody watched it. */
export interface MissedOutagesInput {
  /** Hosts that are shown. */
  hosts: readonly StoredHost[];
  ownHost: HostRef | null;
  /** Unix seconds since which no notification was possible, and when each source had been read by then. */
  since: number;
  readAt: ReadTimes;
  now: number;
}

/** An outage that is over; Unix seconds. */
export interface MissedOutage {
  host: StoredHost;
  at: number;
  endedAt: number;
}

/**
 * Silences that began and ended unseen. Those that were announced as
 * maintenance are written down as such instead. Within `write`.
 */
export function missedOutages(
  options: MissedOutagesOptions,
  input: MissedOutagesInput,
): MissedOutage[] {
  const { log, rules } = options;
  const { since, now } = input;
  const watched = watchedHosts(rules, input);
  // What had begun by the last read of its source was found at once; a host is silent from 6 minutes on.
  const unseenFrom = (sourceId: string): number =>
    Math.min(since, input.readAt[sourceId] ?? since) - OFFLINE_AFTER_S;
  const from = Math.min(since - OFFLINE_AFTER_S, ...Object.keys(input.readAt).map(unseenFrom));
  const known = Map.groupBy(log.withinOf('offline', from, now), ({ host }) => host);
  return options.outages([...watched.values()], from, now).flatMap((event): MissedOutage[] => {
    const { at, endedAt, sourceId } = event;
    const host = watched.get(keyOf(event));
    if (host === undefined || endedAt === null || endedAt <= since) return [];
    if (endedAt - at < offlineDelay(rules.rulesOf(host).offline)) return [];
    // The minute of the last sample, which was taken up to a minute after it began.
    if (at + MINUTE_S <= unseenFrom(sourceId)) return [];
    if (known.get(host.id)?.some((row) => meets(row, at, endedAt)) === true) return [];
    const announced = rules.inMaintenance(host, at + OFFLINE_AFTER_S);
    if (!announced || !rules.inMaintenance(host, endedAt)) return [{ host, at, endedAt }];
    log.add(announcedSilence(host, at, endedAt, now));
    return [];
  });
}

function watchedHosts(
  rules: EffectiveRules,
  { hosts, ownHost }: MissedOutagesInput,
): Map<string, StoredHost> {
  const watched = new Map(
    hosts.filter((host) => rules.rulesOf(host).offline.enabled).map((host) => [keyOf(host), host]),
  );
  if (ownHost !== null) watched.delete(keyOf(ownHost));
  return watched;
}

function announcedSilence({ id }: StoredHost, at: number, endedAt: number, now: number) {
  return {
    host: id,
    kind: 'offline' as const,
    startedAt: at,
    endedAt,
    resolvedBy: endedAt,
    lastAt: at,
    peak: null,
    threshold: null,
    maintenance: true,
    notifyState: NOTIFY_STATE.done,
    notedAt: now,
    ...NOT_NOTIFIED,
  };
}

function meets(row: AlertRow, from: number, to: number): boolean {
  return row.startedAt < to && from < (row.endedAt ?? Infinity);
}

function keyOf({ sourceId, hostname }: HostRef): string {
  return `${sourceId}/${hostname}`;
}
