import { maintenanceAt, rulesFor, type HostRules } from './alert-rules.ts';
import type { ActiveAlert, AlertSettings, OfflineRule } from './alerts.ts';
import type { FleetOverview, SourceState } from './fleet.ts';
import { hostKey, type HostSummary } from './host.ts';
import { MINUTE_S, isWithin } from './time.ts';

/** Seconds after its last sample at which a host counts as offline. */
export const OFFLINE_AFTER_S = 360;
/** Seconds after its last sample beyond which a host counts as stale. */
export const STALE_AFTER_S = 3600;

/** State by the status rule of `docs/records.md`, from elapsed time alone. */
export type ClockStatus = 'online' | 'offline' | 'stale';

/**
 * The status rule: by `now - lastSeen` (Unix seconds), online under 360 s, offline from 360 s to 3,600 s, stale beyond.
 * A host that was never seen is stale. `createHealthJudge` decides whether a silence is confirmed and whether it
 * matters.
 */
export function clockStatus(lastSeen: number | null, now: number): ClockStatus {
  if (lastSeen === null) return 'stale';
  const age = now - lastSeen;
  if (age < OFFLINE_AFTER_S) return 'online';
  return age <= STALE_AFTER_S ? 'offline' : 'stale';
}

/**
 * The state of a host on every screen, in the tray and on the command line. `unread`: silent by elapsed time,
 * but unconfirmed, because its source has not been read since: it fails, or this machine slept.
 */
export const HOST_STATES = ['online', 'offline', 'stale', 'unread'] as const;
/** One of `HOST_STATES`. */
export type HostState = (typeof HOST_STATES)[number];

/** The judgement of a host now. */
export interface HostHealth {
  readonly state: HostState;
  /** Under announced maintenance. */
  readonly maintenance: boolean;
  /**
   * Its silence is expected or reported elsewhere: the offline rule is off, maintenance is announced, or it is
   * this machine, whose collector reports why it does not collect.
   */
  readonly muted: boolean;
  /** An unexpected silence has lasted as long as its rule requires, and at most an hour longer. */
  readonly missing: boolean;
  /** Online with an alert that is not under maintenance. */
  readonly alerting: boolean;
}

/** The inputs of a judgement, apart from the host itself. */
export interface HealthContext {
  readonly sources: readonly Pick<SourceState, 'id' | 'status' | 'lastSyncedAt'>[];
  /** This machine, while this app monitors it. */
  readonly thisHost: FleetOverview['thisHost'];
  readonly alerts: readonly ActiveAlert[];
  readonly settings: HostRules & Pick<AlertSettings, 'overrides' | 'maintenance'>;
  /** Labels of a host by its key (`hostKey`). */
  readonly labelsOf: (key: string) => readonly string[];
  /** Unix seconds. */
  readonly now: number;
}

/** The part of a host that its health depends on. */
export type JudgedHost = Pick<HostSummary, 'sourceId' | 'hostname' | 'lastSeen' | 'layout'>;

/** Judges a host by the inputs of `createHealthJudge`. */
export type HealthJudge = (host: JudgedHost) => HostHealth;

/** Judges the hosts of a fleet at one moment. The only place that decides whether a host is well. */
export function createHealthJudge(context: HealthContext): HealthJudge {
  const { thisHost, alerts, settings, labelsOf, now } = context;
  const sources = new Map(context.sources.map((source) => [source.id, source]));
  const own = thisHost === null ? null : hostKey(thisHost);
  const alerted = new Set(alerts.filter(({ maintenance }) => !maintenance).map(hostKey));
  return (host) => {
    const key = hostKey(host);
    const labels = labelsOf(key);
    const maintenance = maintenanceAt(host, labels, settings.maintenance, now) !== null;
    const status = clockStatus(host.lastSeen, now);
    const isOwn = key === own || host.layout === 'local';
    const isKnown = status === 'online' || isOwn || wasRead(host, sources.get(host.sourceId), now);
    const state = isKnown ? status : 'unread';
    const { offline } = rulesFor(host, labels, settings);
    const muted = maintenance || isOwn || !offline.enabled;
    return {
      state,
      maintenance,
      muted,
      missing: isMissing(state, offline, host.lastSeen, now) && !muted,
      alerting: state === 'online' && !maintenance && alerted.has(key),
    };
  };
}

/**
 * Whether a host's silence is confirmed: its source is being read, or was read six minutes after the last sample. So
 * neither a failing source nor a suspended machine makes hosts appear silent.
 */
function wasRead(
  { lastSeen }: JudgedHost,
  source: HealthContext['sources'][number] | undefined,
  now: number,
): boolean {
  if (source === undefined || source.lastSyncedAt === null) return false;
  const { status, lastSyncedAt } = source;
  if (status === 'fresh' && isWithin(OFFLINE_AFTER_S, lastSyncedAt, now)) return true;
  return lastSyncedAt - (lastSeen ?? 0) >= OFFLINE_AFTER_S;
}

/** Seconds of silence after which a rule considers a host offline. */
export function offlineDelay({ afterMinutes }: OfflineRule): number {
  return Math.max(OFFLINE_AFTER_S, (afterMinutes ?? 0) * MINUTE_S);
}

function isMissing(
  state: HostState,
  rule: OfflineRule,
  lastSeen: number | null,
  now: number,
): boolean {
  if ((state !== 'offline' && state !== 'stale') || lastSeen === null) return false;
  const beyond = now - lastSeen - offlineDelay(rule);
  return beyond >= 0 && beyond <= STALE_AFTER_S - OFFLINE_AFTER_S;
}

/** Whether a host needs attention now. */
export function needsAttention({ missing, alerting }: HostHealth): boolean {
  return missing || alerting;
}

/** Rank of a host in the default order of lists, smallest first. */
export function urgency({ state, missing, alerting }: HostHealth): number {
  if (missing) return 0;
  if (alerting) return 1;
  return { online: 2, offline: 3, unread: 4, stale: 5 }[state];
}

/** Created on first use: it loads megabytes of collation rules, which a collector never needs. */
let byName: Intl.Collator | null = null;

/** Compares two names in list order. Numbers compare by value: `web-9` before `web-10`. */
export function compareNames(a: string, b: string): number {
  byName ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return byName.compare(a, b);
}

/** The hosts in the default order of lists: those that need attention first, then by name. */
export function mostUrgentFirst<T extends HostHealth & { readonly hostname: string }>(
  hosts: readonly T[],
): T[] {
  return hosts.toSorted((a, b) => urgency(a) - urgency(b) || compareNames(a.hostname, b.hostname));
}

/** When elapsed time alone next changes the health of any host (Unix seconds); Infinity: never. */
export function nextHealthChange(
  hosts: readonly JudgedHost[],
  { sources, settings, now }: Pick<HealthContext, 'sources' | 'settings' | 'now'>,
): number {
  let next = Number.POSITIVE_INFINITY;
  const consider = (at: number): void => {
    if (at > now && at < next) next = at;
  };
  const own = settings.overrides.flatMap(({ offline }) => (offline === undefined ? [] : [offline]));
  // Offline, stale, and each rule's own limit. States change beyond the limit, so one whole second later.
  const delays = new Set([OFFLINE_AFTER_S, ...[settings.offline, ...own].map(offlineDelay)]);
  for (const { lastSeen } of hosts) {
    if (lastSeen === null) continue;
    for (const delay of delays) {
      consider(lastSeen + delay);
      consider(Math.floor(lastSeen + delay + STALE_AFTER_S - OFFLINE_AFTER_S) + 1);
    }
  }
  for (const { lastSyncedAt } of sources)
    if (lastSyncedAt !== null) consider(lastSyncedAt + OFFLINE_AFTER_S);
  for (const { from, until } of settings.maintenance) {
    consider(from);
    consider(until);
  }
  return next;
}
