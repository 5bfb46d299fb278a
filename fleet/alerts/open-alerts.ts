import { metricOf, severityOf } from '../../contract/alert-notices.ts';
import { appFailure } from '../../contract/errors.ts';
import { clockStatus } from '../../contract/host-health.ts';
import { isMetricId } from '../../contract/metrics.ts';
import {
  LONGEST_SNOOZE_S,
  type AlertAction,
  type OpenAlert,
  type OpenAlertState,
} from '../../contract/open-alerts.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import { NOTIFY_STATE, type AlertLife, type AlertRow } from '../store/alert-row.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import type { FleetStore } from '../store/store.ts';
import { newestValue } from './metric-alerts.ts';
import { alertId } from './notice-about.ts';

/** The state of an alert at `now` (Unix seconds). */
export function stateOf(
  { ackedAt, snoozedUntil }: Pick<AlertLife, 'ackedAt' | 'snoozedUntil'>,
  now: number,
): OpenAlertState {
  if (ackedAt !== null) return 'acknowledged';
  return snoozedUntil !== null && snoozedUntil > now ? 'snoozed' : 'firing';
}

/** Whether an open alert is obsolete: a threshold on a host that has long been offline. */
export function isHistory(kind: string, host: StoredHost, now: number): boolean {
  return isMetricId(kind) && clockStatus(lastSeenOf(host), now) === 'stale';
}

/** The open alerts, and the user's responses to them. Its methods throw `AppFailure`. */
export class OpenAlerts {
  readonly #store: FleetStore;
  readonly #clock: Clock;

  constructor(store: FleetStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Those of `hosts` that are no history, the newest first. */
  list(hosts: readonly StoredHost[]): OpenAlert[] {
    const now = nowSeconds(this.#clock);
    return this.#open(hosts, now)
      .reverse()
      .map(({ row, host, id }) => shown(row, host, id, now));
  }

  /** Does what `action` says and answers the alerts as they are then. One that has ended meanwhile is left alone. */
  act(action: AlertAction, hosts: readonly StoredHost[]): OpenAlert[] {
    const now = nowSeconds(this.#clock);
    if (action.action === 'snooze') requireSoon(action.until, now);
    const ids = new Set(action.ids);
    this.#store.write(() => {
      for (const { row, id } of this.#open(hosts, now))
        if (ids.has(id)) this.#store.alertLog.put({ ...row, ...changeOf(action, now) });
    });
    return this.list(hosts);
  }

  #open(hosts: readonly StoredHost[], now: number) {
    const byId = new Map(hosts.map((host) => [host.id, host]));
    return this.#store
      .read(() => this.#store.alertLog.open())
      .flatMap((row) => {
        const host = byId.get(row.host);
        if (host === undefined) return [];
        if (isHistory(row.kind, host, now)) return [];
        return [{ row, host, id: alertId(host, row.kind, row.notifiedStart ?? row.startedAt) }];
      });
  }
}

function requireSoon(until: number, now: number): void {
  if (until > now && until <= now + LONGEST_SNOOZE_S) return;
  throw appFailure(
    'invalid-input',
    'An alert can be snoozed for up to 30 days.',
    'Choose a time in the future that is nearer.',
  );
}

function changeOf(action: AlertAction, now: number): Partial<AlertLife> {
  if (action.action === 'acknowledge')
    return { ackedAt: now, ackNote: action.note === '' ? null : action.note, snoozedUntil: null };
  if (action.action === 'snooze')
    return { ackedAt: null, ackNote: null, snoozedUntil: action.until };
  return { ackedAt: null, ackNote: null, snoozedUntil: null };
}

function shown(row: AlertRow, host: StoredHost, id: string, now: number): OpenAlert {
  const { kind } = row;
  const state = stateOf(row, now);
  return {
    id,
    sourceId: host.sourceId,
    hostname: host.hostname,
    kind,
    metric: metricOf(row),
    severity: severityOf(kind),
    state,
    since: row.startedAt,
    value: isMetricId(kind) ? (newestValue(host, kind) ?? row.peak) : row.peak,
    threshold: row.threshold,
    ...(row.subject === undefined ? {} : { subject: row.subject }),
    maintenance: row.maintenance && row.notifyState === NOTIFY_STATE.pending,
    acknowledgedAt: row.ackedAt,
    note: row.ackNote ?? '',
    snoozedUntil: state === 'snoozed' ? row.snoozedUntil : null,
  };
}
