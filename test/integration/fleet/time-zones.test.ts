import { afterEach, describe, expect, inject, it } from 'vitest';
import { HOUR_S } from '../../../contract/time.ts';
import { madeUpHostnames, putFleet } from '../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import {
  TestClock,
  expectedPoints,
  minutesOf,
  openTestEngine,
  points,
} from '../../support/test-engine.ts';

/** An hour after clocks went back in Chicago. */
const NOW = Date.UTC(2026, 10, 1, 8) / 1000;
const before = process.env['TZ'];

afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

describe('a viewer in another time zone than its hosts', () => {
  it.each(['UTC', 'America/Chicago', 'Asia/Kolkata'])('sees them online from %s', async (zone) => {
    process.env['TZ'] = zone;
    const clients = localClients(inject('dynamoEndpoint'));
    const tables = uniqueTables();
    const hostnames = madeUpHostnames(5);
    await createTables(clients, tables);
    await putFleet(clients, tables, { hostnames, from: NOW - 4 * HOUR_S, to: NOW });
    const test = openTestEngine([testSource(inject('dynamoEndpoint'), tables)], new TestClock(NOW));
    await test.engine.sync('user');
    await test.engine.whenIdle();
    for (const hostname of hostnames)
      expect(points(minutesOf(test.engine, hostname, NOW - 4 * HOUR_S, NOW))).toEqual(
        expectedPoints(hostname, NOW - 4 * HOUR_S, NOW),
      );
    expect(test.engine.overview().hosts.every(({ lastSeen }) => NOW - (lastSeen ?? 0) < 360)).toBe(
      true,
    );
    await test.dispose();
    clients.destroy();
  });
});
