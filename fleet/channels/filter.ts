import type { Channel, ChannelAlert } from '../../contract/channels.ts';

/** Whether a channel wants an alert: each of its filters that is not empty must name it. */
export function wantedBy(
  { enabled, kinds, severities, labels }: Channel,
  alert: Pick<ChannelAlert, 'kind' | 'severity' | 'labels'>,
): boolean {
  if (!enabled) return false;
  if (kinds.length > 0 && !kinds.includes(alert.kind)) return false;
  if (severities.length > 0 && !severities.includes(alert.severity)) return false;
  return labels.length === 0 || alert.labels.some((label) => labels.includes(label));
}
