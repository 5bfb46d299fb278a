import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Outbox } from '../../../../collector/outbox/outbox.ts';
import { Uploader } from '../../../../collector/uploader/uploader.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { systemClock } from '../../../../platform/clock.ts';
import { silentLogger } from '../../../support/test-engine.ts';

let directory: string;
let outbox: Outbox;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uploader-'));
  outbox = new Outbox(join(directory, 'outbox.db'), systemClock);
});

afterEach(() => {
  outbox.close();
  rmSync(directory, { recursive: true });
});

it('an outbox that returns acknowledged samples ends the upload instead of looping for ever', async () => {
  const minute = Math.floor(Date.now() / 60_000) * 60;
  outbox.append({
    hostname: 'a',
    minute,
    collectedAt: minute + 1,
    cpuPercent: 1,
    memoryPercent: 1,
  });
  vi.spyOn(outbox, 'acknowledge').mockImplementation(() => undefined);
  const send = vi.fn(() => Promise.resolve({ UnprocessedItems: {} }));
  // Which keys the tables have may not be asked.
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  const base = { send: () => Promise.reject(denied) };
  const uploader = new Uploader({
    connect: () => Promise.resolve({ base, document: { send } } as unknown as DynamoClients),
    tables: DEFAULT_TABLE_NAMES,
    createTables: false,
    outbox,
    logger: silentLogger,
    clock: systemClock,
  });
  await expect(uploader.drain({})).rejects.toMatchObject({ error: { code: 'outbox-damaged' } });
  expect(send.mock.calls.length).toBeLessThan(10);
});

it.each([
  [1, [0, 1, 2, 3, 4, 5, 6]],
  [3, [0, 3, 6]],
])(
  'writes the registry every %i minutes, and at once after a start',
  async (registryEveryMinutes, told) => {
    const send = vi.fn((_: unknown) => Promise.resolve({ UnprocessedItems: {} }));
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    const base = { send: () => Promise.reject(denied) };
    const uploader = new Uploader({
      connect: () => Promise.resolve({ base, document: { send } } as unknown as DynamoClients),
      tables: DEFAULT_TABLE_NAMES,
      createTables: false,
      outbox,
      logger: silentLogger,
      clock: systemClock,
      registryEveryMinutes,
    });
    const begun = 1_800_000_000 - (1_800_000_000 % 60);
    const minutes: number[] = [];
    for (let minute = 0; minute < 7; minute += 1) {
      const at = begun + minute * 60;
      outbox.append({
        hostname: 'h',
        minute: at,
        collectedAt: at + 1,
        cpuPercent: 1,
        memoryPercent: 1,
      });
      await uploader.drain({});
      if (send.mock.lastCall?.[0] instanceof UpdateCommand) minutes.push(minute);
    }
    expect(minutes).toEqual(told);
    expect(send.mock.calls.filter(([sent]) => sent instanceof BatchWriteCommand)).toHaveLength(7);
  },
);
