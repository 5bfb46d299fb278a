import { join } from 'node:path';
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
  'a sync on a full disk says so, keeps what it has, and completes later',
  async () => {
    const endpoint = inject('dynamoEndpoint');
    const clients = localClients(endpoint);
    const tables = uniqueTables();
    await createTables(clients, tables);
    const [first = '', ...others] = madeUpHostnames(20);
    await putFleet(clients, tables, { hostnames: [first], from: NOW - 2 * HOUR_S, to: NOW });
    const disk = mountSmallDisk(16 * 1024);
    const storePath = join(disk.path, 'fleet.db');
    const test = openTestEngine([testSource(endpoint, tables)], new TestClock(NOW), { storePath });
    try {
      await test.engine.sync('user');
      await test.engine.whenIdle();
      const kept = points(minutesOf(test.engine, first, NOW - 2 * HOUR_S, NOW));
      expect(kept).toEqual(expectedPoints(first, NOW - 2 * HOUR_S, NOW));

      await putFleet(clients, tables, { hostnames: others, from: NOW - 2 * HOUR_S, to: NOW });
      disk.fill();
      await test.engine.sync('user');
      await test.engine.whenIdle();
      expect(test.engine.overview().sources[0]).toMatchObject({
        status: 'failing',
        error: { code: 'disk-full' },
      });
      expect(points(minutesOf(test.engine, first, NOW - 2 * HOUR_S, NOW))).toEqual(kept);

      disk.free();
      await test.engine.sync('user');
      await test.engine.whenIdle();
      expect(test.engine.overview().sources[0]).toMatchObject({ status: 'fresh', error: null });
      for (const hostname of [first, ...others])
        expect(points(minutesOf(test.engine, hostname, NOW - 2 * HOUR_S, NOW))).toEqual(
          expectedPoints(hostname, NOW - 2 * HOUR_S, NOW),
        );
    } finally {
      await test.dispose();
      disk.unmount();
      clients.destroy();
    }
  },
);
