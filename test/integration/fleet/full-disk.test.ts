import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { HOUR_S } from '../../../contract/time.ts';
import { madeUpHostnames, putFleet } from '../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { canMount, mountSmallDisk } from '../../support/small-disk.ts';
import {
  TestClock,
  expectedPoints,
  minutesOf,
  openTestEngine,
  points,
} from '../../support/test-engine.ts';

const NOW = 1_795_500_000;

it.skipIf(!canMount)(
  'a full disk stops no sync: it is reported, new data is shown, and stored once there is room',
  async () => {
    const endpoint = inject('dynamoEndpoint');
    const clients = localClients(endpoint);
    const tables = uniqueTables();
    await createTables(clients, tables);
    const [first = '', ...others] = madeUpHostnames(20);
    const from = NOW - 2 * HOUR_S;
    await putFleet(clients, tables, { hostnames: [first], from, to: NOW });
    const disk = mountSmallDisk(16 * 1024);
    const storePath = join(disk.path, 'fleet.db');
    const test = openTestEngine([testSource(endpoint, tables)], new TestClock(NOW), { storePath });
    const sync = async (): Promise<void> => {
      await test.engine.sync('user');
      await test.engine.whenIdle();
      expect(test.engine.overview().sources[0]).toMatchObject({ status: 'fresh', error: null });
    };
    const expectAll = (hostnames: string[]): void => {
      for (const hostname of hostnames)
        expect(points(minutesOf(test.engine, hostname, from, NOW))).toEqual(
          expectedPoints(hostname, from, NOW),
        );
    };
    try {
      await sync();
      expectAll([first]);
      expect(test.engine.overview().notices).toEqual([]);

      await putFleet(clients, tables, { hostnames: others, from, to: NOW });
      disk.fill();
      await untilNextLook();
      await sync();
      expectAll([first, ...others]);
      expect(test.engine.overview().notices).toMatchObject([{ code: 'disk-full' }]);
      const { findings } = await test.engine.diagnostics.doctor({
        outbox: 0,
        here: { sourceId: 'default', hostname: first },
      });
      expect(findings.map(({ code }) => code)).toContain('store-disk-full');
      const bytes = statSync(storePath).size + statSync(`${storePath}-wal`).size;

      disk.free();
      await untilNextLook();
      await sync();
      expect(test.engine.overview().notices).toEqual([]);
      expect(statSync(storePath).size + statSync(`${storePath}-wal`).size).toBeGreaterThan(bytes);
      await test.reopen();
      expectAll([first, ...others]);
    } finally {
      await test.dispose();
      disk.unmount();
      clients.destroy();
    }
  },
);

/** The store looks at the disk once a second. */
function untilNextLook(): Promise<void> {
  return delay(1001);
}
