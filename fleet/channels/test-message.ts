import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ChannelMessage } from '../../contract/channels.ts';
import type { MessageWords } from './message-batch.ts';

/** A message that shows a receiver that its channel works. `now` in Unix seconds. */
export function testMessage(words: MessageWords, now: number): ChannelMessage {
  const id = `test-${randomUUID()}`;
  return {
    id,
    at: now,
    state: 'firing',
    severity: 'warning',
    source: hostname(),
    alerts: [],
    incident: id,
    closes: [id],
    test: true,
    ...words({ state: 'firing', alerts: [] }),
  };
}
