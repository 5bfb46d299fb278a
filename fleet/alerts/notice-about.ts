import { hash } from 'node:crypto';
import {
  SEVERITIES,
  metricOf,
  severityOf,
  type AlertNotice,
  type NoticeAbout,
  type NoticeAlert,
  type NoticeState,
} from '../../contract/alert-notices.ts';
import type { AlertKind } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import type { AlertRow } from '../store/alert-row.ts';

/** Hexadecimal digits of an id: 128 bits. */
const ID_LENGTH = 32;

/**
 * The id of an alert, which every viewer and watcher gives it that reads the same source under the same name. Its start
 * is part of it, in Unix seconds.
 */
export function alertId(host: HostRef, kind: AlertKind, startedAt: number): string {
  return digest([host.sourceId, host.hostname, kind, Math.floor(startedAt)]);
}

/** The id of a notice, made of its alerts and what it says about each; `round` distinguishes reminders. */
export function noticeId({ state, alerts }: NoticeAbout, round = 0): string {
  return digest([state, round, ...alerts.map((alert) => `${alert.id} ${alert.state}`).sort()]);
}

/** What a notice needs about one alert. */
export interface NotifiedAlert {
  row: Pick<
    AlertRow,
    'kind' | 'metric' | 'startedAt' | 'endedAt' | 'peak' | 'threshold' | 'notifiedStart'
  >;
  host: HostRef;
  state: NoticeState;
  labels: readonly string[];
}

/** One alert as it appears in a notice. */
export function noticeAlert({ row, host, state, labels }: NotifiedAlert): NoticeAlert {
  const { kind, startedAt, endedAt, peak, threshold, notifiedStart } = row;
  return {
    id: alertId(host, kind, notifiedStart ?? startedAt),
    kind,
    metric: metricOf(row),
    severity: severityOf(kind),
    state,
    sourceId: host.sourceId,
    hostname: host.hostname,
    labels: [...labels],
    startedAt,
    endedAt,
    value: peak,
    threshold,
  };
}

/** The subjects of a notice about these alerts; of two with one id the last counts. */
export function aboutOf(noticed: readonly NoticeAlert[]): NoticeAbout {
  const alerts = [...new Map(noticed.map((alert) => [alert.id, alert])).values()].sort(
    (a, b) => a.startedAt - b.startedAt,
  );
  const has = (state: NoticeState): boolean => alerts.some((alert) => alert.state === state);
  const severity = SEVERITIES.findLast((one) => alerts.some((alert) => alert.severity === one));
  return {
    state: has('firing') ? 'firing' : has('reminder') ? 'reminder' : 'resolved',
    severity: severity ?? 'info',
    alerts,
  };
}

/** The subjects of a notice written by an earlier version, found at `at` (Unix seconds): its alerts have no start. */
export function aboutOfOld(notice: AlertNotice, at: number): NoticeAbout {
  if (notice.kind === 'summary' || notice.kind === 'cleared') return aboutOf([]);
  const { kind } = notice;
  const state = kind === 'back' ? 'resolved' : 'firing';
  const known = kind === 'back' ? 'offline' : kind;
  return aboutOf(
    notice.hosts.map((host) =>
      noticeAlert({
        row: {
          kind: known,
          metric: null,
          startedAt: at,
          endedAt: state === 'resolved' ? at : null,
          peak: 'value' in host ? host.value : null,
          threshold: 'threshold' in host ? host.threshold : null,
          notifiedStart: null,
        },
        host,
        state,
        labels: [],
      }),
    ),
  );
}

function digest(parts: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, ID_LENGTH);
}
