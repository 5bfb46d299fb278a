import { expect, it } from 'vitest';
import { channelSchema, type Channel } from '../../../../contract/channels.ts';
import { MessageBatch } from '../../../../fleet/channels/message-batch.ts';
import type { DeliveryDocument } from '../../../../fleet/channels/delivery-document.ts';
import { TestClock } from '../../../support/test-engine.ts';

const NOW = 1_795_500_000;
const channel = (id: string): Channel => channelSchema.parse({ type: 'slack', id, name: id });
const document: DeliveryDocument = {
  fleet: 'f',
  alerts: [
    {
      id: 'a',
      hostname: 'web',
      kind: 'offline',
      startedAt: NOW - 600,
      endedAt: null,
      incident: 'm1',
      at: NOW,
    },
  ],
  open: ['m1', 'm2'].map((id) => ({
    id,
    at: NOW,
    state: 'firing',
    alerts: ['a'],
    incident: 'm1',
    closes: [],
    channels: ['x', 'y'],
  })),
};

it('the store is read once per message, for any number of channels', () => {
  let asked = 0;
  const batch = new MessageBatch({
    sourceName: 'Fleet',
    clock: new TestClock(NOW),
    details: () => {
      asked += 1;
      return new Map();
    },
    labelsOf: () => [],
    words: () => ({ title: 't', text: 'x' }),
  });
  const made = ['m1', 'm2'].flatMap((message) =>
    ['x', 'y', 'z'].map((id) => {
      const entry = { scope: 's', message, channel: id, dueAt: NOW, attempts: 0, triedAt: null };
      return batch.messageFor(document, channel(id), entry)?.id;
    }),
  );
  expect(made).toEqual(['m1', 'm1', 'm1', 'm2', 'm2', 'm2']);
  expect(asked).toBe(2);
});
