import { severityOf } from '../../contract/alert-notices.ts';
import type { AlertKind } from '../../contract/alerts.ts';
import { isMetricId } from '../../contract/metrics.ts';
import type { ChannelAlert } from '../../contract/channels.ts';
import { isRepeat, type FeedAlert, type FeedGroup } from './feed.ts';
import {
  messageId,
  sentAlert,
  type OpenMessage,
  type SentAlert,
  type DeliveryDocument,
} from './delivery-document.ts';

/** A sent alert as a channel receives it, with what this program's own store has about it. */
export function channelAlert(
  sent: SentAlert,
  known: FeedAlert | undefined,
  labels: readonly string[],
): ChannelAlert {
  const { id, hostname, kind, startedAt } = sent;
  return {
    id,
    kind,
    metric: known?.metric ?? (isMetricId(kind) ? kind : null),
    // Nobody knows what stands for a source's tables by its name.
    hostname: kind === 'cost' ? (known?.subject ?? '?') : hostname,
    labels,
    startedAt,
    severity: known?.severity ?? severityOf(kind as AlertKind),
    endedAt: sent.endedAt ?? known?.endedAt ?? null,
    value: known?.value ?? null,
    threshold: known?.threshold ?? null,
    ...(known?.subject === undefined ? {} : { subject: known.subject }),
    note: known?.note ?? '',
  };
}

/** A message of a group, and its alerts as they stand once it is sent. `now` in Unix seconds. */
export function messageOf(
  document: DeliveryDocument,
  { state, alerts: group }: FeedGroup,
  channels: readonly string[],
  now: number,
): { message: OpenMessage; alerts: SentAlert[] } {
  const alerts = group.map(({ alert, sent }) =>
    sent === null
      ? sentAlert(document.fleet, alert, '', now)
      : { ...sent, endedAt: alert.endedAt, at: now },
  );
  const ids = alerts.map(({ id }) => id);
  const id = messageId(
    state,
    // Of what is said again, the time of the last message distinguishes the rounds.
    isRepeat(state) ? group.map(({ sent }, i) => `${ids[i] ?? ''} ${String(sent?.at)}`) : ids,
  );
  const grouped = alerts.map((alert) =>
    alert.incident === '' ? { ...alert, incident: id } : alert,
  );
  const incidents = new Set(group.flatMap(({ sent }) => (sent === null ? [] : [sent.incident])));
  const isOn = document.alerts.filter((alert) => alert.endedAt === null && !ids.includes(alert.id));
  const closes =
    state === 'resolved'
      ? [...incidents].filter((incident) => isOn.every((alert) => alert.incident !== incident))
      : [];
  const incident = grouped[0]?.incident ?? id;
  // What is over as it begins leaves nothing open.
  if (state === 'firing' && alerts.every(({ endedAt }) => endedAt !== null)) closes.push(incident);
  return {
    message: { id, at: now, state, alerts: ids, incident, closes, channels },
    alerts: grouped,
  };
}
