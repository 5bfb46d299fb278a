import { expect, it } from 'vitest';
import { channelSchema } from '../../../../contract/channels.ts';
import { requireTaken } from '../../../../fleet/channels/deliver.ts';

type ChannelType = 'slack' | 'teams' | 'telegram' | 'webhook' | 'apprise';

function answered(type: ChannelType, status: number, body: string): () => void {
  const more = {
    ...(type === 'telegram' ? { chatId: '1' } : {}),
    ...(type === 'apprise' ? { server: 'https://apprise.example.com' } : {}),
  };
  const channel = channelSchema.parse({ type, id: 'ops', name: 'Ops', ...more });
  return () => {
    requireTaken(channel, { token: 's3cret' }, { status, body, retryAfterS: null });
  };
}

it.each<[ChannelType, number, string]>([
  ['slack', 200, 'ok'],
  ['telegram', 200, '{"ok":true,"result":{"text":"\\"ok\\": fine"}}'],
  ['teams', 202, ''],
  ['teams', 200, '1'],
  ['webhook', 200, '{"ok":false}'],
  ['webhook', 204, ''],
  ['apprise', 200, ''],
])('%s has taken a message that it answers with %i %s', (type, status, body) => {
  expect(answered(type, status, body)).not.toThrow();
});

it.each<[ChannelType, number, string]>([
  ['slack', 200, '{"ok":false,"error":"invalid_auth"}'],
  ['telegram', 200, ' { "ok" : false, "description": "s3cret" }'],
  ['teams', 200, 'Webhook message delivery failed with error: HTTP error 429'],
  ['apprise', 204, ''],
])('%s has not taken a message that it answers with %i %s', (type, status, body) => {
  expect(answered(type, status, body)).toThrow(
    /^Ops (?:answered HTTP 200: (?!.*s3cret)|has told nobody)/u,
  );
});
