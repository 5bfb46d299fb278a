import type { Channel, ChannelMessage, ChannelSecrets } from '../../contract/channels.ts';
import type { OutgoingRequest } from '../../platform/net/send-request.ts';
import { chatRequest } from './chat-requests.ts';
import { incidentRequests } from './incident-requests.ts';
import { post } from './post.ts';
import { webhookHeaders } from './sign.ts';
import { webhookBody } from './template.ts';

/** A channel that is reached by HTTP. */
export type HttpChannel = Exclude<Channel, { type: 'email' }>;

/**
 * What is sent for a message, in order; nothing where the receiver has nothing to do with it (the end of a part of an
 * incident). `now` in Unix seconds.
 */
export function requestsFor(
  channel: HttpChannel,
  secrets: ChannelSecrets,
  message: ChannelMessage,
  now: number,
): OutgoingRequest[] {
  switch (channel.type) {
    case 'webhook': {
      const body = webhookBody(message, channel.template);
      const headers = webhookHeaders({ id: message.id, at: now, body }, secrets['hmacKey']);
      return [{ ...post(secrets['url'] ?? '', {}, headers), body }];
    }
    case 'ntfy':
      return [ntfyRequest(channel.server, secrets, message)];
    case 'apprise':
      return [
        post(`${withoutSlash(channel.server)}/notify/`, {
          urls: secrets['urls'],
          title: message.title,
          body: `${message.text}\n\n${message.id}`,
          type: appriseType(message),
          format: 'text',
        }),
      ];
    case 'pagerduty':
    case 'opsgenie':
      return incidentRequests(channel, secrets, message);
    default:
      return [chatRequest(channel, secrets, message)];
  }
}

/** ntfy shows a message with the `sequence_id` of an earlier one in its place. */
function ntfyRequest(
  server: string,
  { topic, token }: ChannelSecrets,
  message: ChannelMessage,
): OutgoingRequest {
  const isOver = message.state === 'resolved';
  const isCalm = isOver || message.state === 'acknowledged' || message.severity === 'info';
  return post(
    withoutSlash(server),
    {
      topic,
      title: message.title,
      message: message.text.slice(0, 3000),
      priority: isCalm ? 3 : message.severity === 'critical' ? 5 : 4,
      tags: [
        isOver
          ? 'white_check_mark'
          : isCalm
            ? 'information_source'
            : message.severity === 'critical'
              ? 'red_circle'
              : 'warning',
      ],
      sequence_id: message.id,
    },
    token === undefined ? {} : { authorization: `Bearer ${token}` },
  );
}

function appriseType({ state, severity }: ChannelMessage): string {
  if (state === 'resolved') return 'success';
  if (state === 'acknowledged' || severity === 'info') return 'info';
  return severity === 'critical' ? 'failure' : 'warning';
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/u, '');
}
