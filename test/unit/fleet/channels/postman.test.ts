import { describe, expect, it } from 'vitest';
import { channelSchema, type ChannelMessage } from '../../../../contract/channels.ts';
import { Postman } from '../../../../fleet/channels/postman.ts';
import { TestClock, silentLogger } from '../../../support/test-engine.ts';

const NOW = 1_795_000_000;
const ENTRY = { scope: 's', message: 'm', channel: 'c', dueAt: NOW, attempts: 0, triedAt: null };
const MESSAGE = { id: 'm', at: NOW, state: 'firing', alerts: [] } as unknown as ChannelMessage;

describe('a postman', () => {
  it('retries after an unforeseen failure, and reveals no secret', async () => {
    const channel = channelSchema.parse({ type: 'slack', id: 'c', name: 'Ops' });
    const postman = new Postman({
      clock: new TestClock(NOW),
      logger: silentLogger,
      secretsOf: () => {
        throw new RangeError('https://hooks.example.com/secret');
      },
    });
    const context = { now: NOW, signal: new AbortController().signal, mayGoOn: () => undefined };
    const outcome = await postman.send(channel, MESSAGE, ENTRY, context);
    expect(outcome).toMatchObject({ attempts: 1, triedAt: NOW });
    expect(postman.state(channel).error?.message).toMatch(/Ops .*RangeError/u);
    expect(JSON.stringify(postman.state(channel))).not.toContain('secret');
  });
});
