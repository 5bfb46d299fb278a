import type { Channel, ChannelMessage, ChannelSecrets } from '../../contract/channels.ts';
import type { OutgoingRequest } from '../../platform/net/send-request.ts';
import { post } from './post.ts';

/** A channel whose receiver keeps incidents: they are opened, acknowledged and closed. */
export type IncidentChannel = Extract<Channel, { type: 'pagerduty' | 'opsgenie' }>;

const PAGERDUTY = { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' };
const OPSGENIE = { us: 'https://api.opsgenie.com', eu: 'https://api.eu.opsgenie.com' };

/**
 * Opens the incident of a message, acknowledges it, or closes those that are over with it. One incident stands for
 * hosts that were sent together, and closes with the last of them.
 */
export function incidentRequests(
  channel: IncidentChannel,
  secrets: ChannelSecrets,
  message: ChannelMessage,
): OutgoingRequest[] {
  const steps: [action: Action, incident: string][] = [];
  if (message.state === 'acknowledged') steps.push(['acknowledge', message.incident]);
  else if (message.state !== 'resolved') steps.push(['open', message.incident]);
  for (const incident of message.closes) steps.push(['close', incident]);
  return steps.map(([action, incident]) =>
    channel.type === 'pagerduty'
      ? pagerDuty(PAGERDUTY[channel.region], secrets, message, action, incident)
      : opsgenie(OPSGENIE[channel.region], secrets, message, action, incident),
  );
}

type Action = 'open' | 'acknowledge' | 'close';

const OPSGENIE_PRIORITIES = { critical: 'P1', warning: 'P3', info: 'P5' } as const;

const PAGERDUTY_ACTIONS = {
  open: 'trigger',
  acknowledge: 'acknowledge',
  close: 'resolve',
} as const;

function pagerDuty(
  server: string,
  { routingKey }: ChannelSecrets,
  message: ChannelMessage,
  action: Action,
  incident: string,
): OutgoingRequest {
  const [first] = message.alerts;
  return post(`${server}/v2/enqueue`, {
    routing_key: routingKey,
    event_action: PAGERDUTY_ACTIONS[action],
    dedup_key: incident,
    ...(action === 'open'
      ? {
          client: 'Py-Perf Desktop',
          payload: {
            summary: message.title.slice(0, 1024),
            source: first?.hostname ?? message.source,
            severity: message.severity,
            timestamp: new Date(message.at * 1000).toISOString(),
            class: first?.kind ?? 'test',
            group: message.source,
            custom_details: {
              text: message.text,
              id: message.id,
              alerts: message.alerts.slice(0, 50),
            },
          },
        }
      : {}),
  });
}

function opsgenie(
  server: string,
  { apiKey }: ChannelSecrets,
  message: ChannelMessage,
  action: Action,
  incident: string,
): OutgoingRequest {
  const headers = { authorization: `GenieKey ${apiKey ?? ''}` };
  if (action !== 'open') {
    const path = `/v2/alerts/${encodeURIComponent(incident)}/${action}?identifierType=alias`;
    return post(server + path, { source: 'Py-Perf Desktop', note: message.title }, headers);
  }
  return post(
    `${server}/v2/alerts`,
    {
      message: message.title.slice(0, 130),
      alias: incident,
      description: message.text.slice(0, 15_000),
      priority: OPSGENIE_PRIORITIES[message.severity],
      source: 'Py-Perf Desktop',
      tags: [...new Set(message.alerts.map(({ kind }) => kind))].slice(0, 20),
      details: { id: message.id, source: message.source },
    },
    headers,
  );
}
