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
])('%s accepts a message with %i %s', (type, status, body) => {
  expect(answered(type, status, body)).not.toThrow();
});

it.each<[ChannelType, number, string]>([
  ['slack', 200, '{"ok":false,"error":"invalid_auth"}'],
  ['telegram', 200, ' { "ok" : false, "description": "s3cret" }'],
  ['teams', 200, 'Webhook message delivery failed with error: HTTP error 429'],
  ['apprise', 204, ''],
])('%s refuses a message with %i %s', (type, status, body) => {
  expect(answered(type, status, body)).toThrow(
    /^Ops (?:answered HTTP 200: (?!.*s3cret)|has told nobody)/u,
  );
});

it.each([
  ['its path', 'Cannot POST /services/T0AAAAAA/B0BBBBBB/s3cretToken'],
  ['its path with slashes as PHP writes them', '{"path":"\\/services\\/T0AAAAAA\\/s3cretToken"}'],
  ['its query', 'unknown key s3cretKey'],
  ['its query, decoded', 'unknown name s3cret name'],
  ['its user and password', 'user fleet-bot, password s3cretPass'],
  ['one of several addresses', 'slack: s3cretA, mail: s3cretMail'],
  ['one that lies where the answer is cut', `${' . '.repeat(199)}s3cretToken`],
  ['one with a character in it that is not shown', 's3cret\u200bToken'],
])('a receiver’s answer reveals no part of a secret: %s', (_what, body) => {
  const channel = channelSchema.parse({ type: 'webhook', id: 'ops', name: 'Ops' });
  const secrets = {
    url: 'https://fleet-bot:s3cretPass@hooks.example.com/services/T0AAAAAA/B0BBBBBB/s3cretToken?key=s3cretKey&name=s3cret%20name',
    urls: 'slack://s3cretA/s3cretB, mailto://ops:s3cretMail@example.com',
  };
  const error = (() => {
    try {
      requireTaken(channel, secrets, { status: 400, body, retryAfterS: null });
      return '';
    } catch (thrown) {
      return String(thrown);
    }
  })();
  expect(error).toContain('Ops answered HTTP 400');
  expect(error).not.toMatch(/s3cre|T0AAAAAA|fleet-bot/u);
});
