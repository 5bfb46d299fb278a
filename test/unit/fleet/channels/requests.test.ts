import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  CHANNEL_TYPES,
  channelSchema,
  type ChannelMessage,
} from '../../../../contract/channels.ts';
import { requestsFor, type HttpChannel } from '../../../../fleet/channels/requests.ts';
import type { OutgoingRequest } from '../../../../platform/net/send-request.ts';

const EVIL = '<@everyone> [x](http://evil) *b* "quoted" \\';
const MESSAGE: ChannelMessage = {
  id: 'message-1',
  at: 1_795_000_000,
  state: 'firing',
  severity: 'critical',
  source: 'Fleet',
  title: `${EVIL} went offline`,
  text: 'line 1\nline 2',
  alerts: [
    {
      id: 'alert-1',
      kind: 'offline',
      metric: null,
      severity: 'critical',
      hostname: EVIL,
      labels: [],
      startedAt: 1_795_000_000,
      endedAt: null,
      value: null,
      threshold: null,
      note: '',
    },
  ],
  incident: 'incident-1',
  closes: [],
};

const FIELDS: Record<string, object> = {
  telegram: { chatId: '-100123' },
  apprise: { server: 'https://apprise.example.com/' },
};
const SECRETS = {
  url: 'https://hooks.example.com/T1/secret',
  topic: 'my-topic',
  token: 'token-1',
  routingKey: 'routing-1',
  apiKey: 'key-1',
  urls: 'json://example.com',
};

function channelOf(type: string, change: object = {}): HttpChannel {
  const channel = channelSchema.parse({ type, id: 'c', name: 'C', ...FIELDS[type], ...change });
  if (channel.type === 'email') throw new Error('not HTTP');
  return channel;
}

function bodiesOf(requests: readonly OutgoingRequest[]): Record<string, unknown>[] {
  return requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

const HTTP_TYPES = CHANNEL_TYPES.filter((type) => type !== 'email');

describe.each(HTTP_TYPES)('a message to %s', (type) => {
  it('carries its id, or that of its incident', () => {
    const [request] = requestsFor(channelOf(type), SECRETS, MESSAGE, MESSAGE.at);
    const sent = JSON.stringify(request);
    expect(sent).toMatch(/message-1|incident-1/u);
    expect(request?.url).toMatch(/^https:/u);
  });
});

describe('a webhook', () => {
  it('is signed: a receiver can verify id, time and body with the key', () => {
    const secrets = { ...SECRETS, hmacKey: 'whsec_c2VjcmV0LWtleQ==' };
    const [request] = requestsFor(channelOf('webhook'), secrets, MESSAGE, 1_795_000_100.7);
    const { headers = {}, body = '' } = request ?? {};
    expect(headers['webhook-id']).toBe('message-1');
    expect(headers['webhook-timestamp']).toBe('1795000100');
    const signed = createHmac('sha256', 'secret-key').update(`message-1.1795000100.${body}`);
    expect(headers['webhook-signature']).toBe(`v1,${signed.digest('base64')}`);
  });

  it('has the shape of its template, whatever a name contains', () => {
    const template =
      '{"what": "{{title}}", "hosts": "{{ hosts }} ({{count}})", "raw": ["{{alerts}}"], "other": "{{toString}}"}';
    const [body] = bodiesOf(
      requestsFor(channelOf('webhook', { template }), SECRETS, MESSAGE, MESSAGE.at),
    );
    expect(body).toEqual({
      what: MESSAGE.title,
      hosts: `${EVIL} (1)`,
      raw: [MESSAGE.alerts],
      other: '{{toString}}',
    });
  });
});

describe('a template', () => {
  it.each(['{"a": ', '['.repeat(3000) + ']'.repeat(3000)])(
    '%#: broken or endlessly deep is refused',
    (template) => {
      expect(() => channelOf('webhook', { template })).toThrow(/must be JSON/u);
    },
  );
});

describe('names of hosts', () => {
  it('are no markup and no mention in Discord', () => {
    const [body] = bodiesOf(requestsFor(channelOf('discord'), SECRETS, MESSAGE, MESSAGE.at));
    expect(body?.['allowed_mentions']).toEqual({ parse: [] });
    expect(JSON.stringify(body)).not.toContain('<@everyone>');
  });

  it('are plain text in Slack, Teams and Telegram', () => {
    const sent = (['slack', 'teams', 'telegram'] as const).map((type) =>
      bodiesOf(requestsFor(channelOf(type), SECRETS, MESSAGE, MESSAGE.at)),
    );
    expect(JSON.stringify(sent)).not.toMatch(/"mrkdwn"|"TextBlock"|parse_mode/u);
    expect(JSON.stringify(sent[0]?.[0]?.['text'])).not.toContain('<@');
  });
});

describe('PagerDuty and Opsgenie', () => {
  const RESOLVED: ChannelMessage = { ...MESSAGE, state: 'resolved' };

  it.each(['pagerduty', 'opsgenie'] as const)(
    'open an incident (%s), and close it only with the last of its hosts',
    (type) => {
      const channel = channelOf(type);
      expect(requestsFor(channel, SECRETS, MESSAGE, 0)).toHaveLength(1);
      expect(requestsFor(channel, SECRETS, RESOLVED, 0)).toEqual([]);
      const closing = { ...RESOLVED, closes: ['incident-1', 'incident-2'] };
      const sent = requestsFor(channel, SECRETS, closing, 0);
      expect(sent.map((request) => JSON.stringify(request))).toEqual([
        expect.stringContaining('incident-1'),
        expect.stringContaining('incident-2'),
      ]);
    },
  );

  it('get the events of their own APIs', () => {
    const [trigger] = bodiesOf(requestsFor(channelOf('pagerduty'), SECRETS, MESSAGE, 0));
    expect(trigger).toMatchObject({
      routing_key: 'routing-1',
      event_action: 'trigger',
      dedup_key: 'incident-1',
      payload: { severity: 'critical', summary: MESSAGE.title },
    });
    const [create] = requestsFor(channelOf('opsgenie', { region: 'eu' }), SECRETS, MESSAGE, 0);
    expect(create).toMatchObject({
      url: 'https://api.eu.opsgenie.com/v2/alerts',
      headers: { authorization: 'GenieKey key-1' },
    });
  });
});
