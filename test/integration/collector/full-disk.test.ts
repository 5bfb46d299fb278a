import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, it } from 'vitest';
import { Collector } from '../../../collector/collector.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { Uploader } from '../../../collector/uploader/uploader.ts';
import type { Sample } from '../../../contract/sample.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { minuteOf } from '../../../contract/time.ts';
import { createTables, localClients, uniqueTables } from '../../support/fleet-tables.ts';
import { canMount, mountSmallDisk } from '../../support/small-disk.ts';
import { runningClock } from '../../support/running-clock.ts';
import { silentLogger } from '../../support/test-engine.ts';

const NOW = minuteOf(1_795_500_000);
const clock = runningClock(NOW + 42);

it.skipIf(!canMount)('reports a full disk, and continues when there is room again', async () => {
  const disk = mountSmallDisk(400);
  const sampled = new Set<number>();
  try {
    const collector = new Collector({
      outboxPath: join(disk.path, 'outbox.db'),
      clock,
      logger: silentLogger,
      hostname: 'full-host',
      tables: DEFAULT_TABLE_NAMES,
      createTables: false,
      connect: null,
      onSample: ({ minute }) => sampled.add(minute),
      onChange: () => undefined,
      version: '0.0.0',
    });
    await collector.sampleOnce();
    disk.fill();
    await expect(collector.sampleOnce()).rejects.toMatchObject({
      error: { code: 'disk-full', hint: expect.stringContaining('Free some space') as string },
    });
    disk.free();
    const { minute } = await collector.sampleOnce();
    expect(sampled).toContain(minute);
    expect(collector.state().pending).toBeGreaterThan(0);
    await collector.close();
  } finally {
    disk.unmount();
  }
});

it.skipIf(!canMount)('samples that a full disk refuses are uploaded from memory', async () => {
  const disk = mountSmallDisk(400);
  const tables = uniqueTables();
  const clients = localClients(inject('dynamoEndpoint'));
  await createTables(clients, tables, ['system', 'registry']);
  const outbox = new Outbox(join(disk.path, 'outbox.db'), clock);
  const uploader = new Uploader({
    connect: () => Promise.resolve(localClients(inject('dynamoEndpoint'))),
    tables,
    createTables: false,
    outbox,
    logger: silentLogger,
    clock,
  });
  try {
    const sampleAt = (minute: number): Sample => ({
      hostname: 'full-host',
      minute,
      collectedAt: minute + 1,
      cpuPercent: 1,
      memoryPercent: 1,
    });
    const minutes = Array.from({ length: 90 }, (_, index) => NOW - (90 - index) * 60);
    disk.fill();
    // What is left of the last page may take one or two.
    let refused = 0;
    for (const minute of minutes)
      try {
        outbox.append(sampleAt(minute));
      } catch (error) {
        expect(error).toMatchObject({ error: { code: 'disk-full' } });
        refused += 1;
      }
    expect(refused).toBeGreaterThan(60);
    // An hour of them is kept, so that memory is bounded.
    expect(outbox.count()).toBe(90 - refused + 60);
    expect(await uploader.drain({})).toBe(90 - refused + 60);
    expect(outbox.count()).toBe(0);
    expect(await uploader.drain({})).toBe(0);
    const { Items = [] } = await clients.document.send(
      new ScanCommand({ TableName: tables.system }),
    );
    expect(Items.map((item) => Number(item['minute_timestamp']))).toContain(minutes.at(-1));

    disk.free();
    outbox.append(sampleAt(NOW));
    expect(outbox.newest(10)).toEqual([sampleAt(NOW)]);
  } finally {
    uploader.close();
    clients.destroy();
    outbox.close();
    disk.unmount();
  }
});
