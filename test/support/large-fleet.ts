import { expect } from 'vitest';
import { HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import { madeUpHostnames, putFleet } from './fleet-generator.ts';
import { createTables, localClients, testSource, uniqueTables } from './fleet-tables.ts';
import { TestClock, expectedPoints, minutesOf, openTestEngine, points } from './test-engine.ts';

/** The size of a fleet to follow. */
export interface LargeFleet {
  hosts: number;
  polls: number;
  /** Hours of samples in the table before the first sync. */
  hours: number;
  /** One in so many hosts is checked minute by minute. */
  checkEvery: number;
}

/** Seconds between polls. */
const POLL_S = 2 * MINUTE_S;
/** Time of the first sync, Unix seconds. */
const START = hourOf(1_795_500_000);
/** DynamoDB's maximum of keys in one request. */
const KEYS_PER_REQUEST = 100;

/**
 * Follows a fleet over some polls, a tenth of it silent in every other one, and expects every count to be right.
 * Returns requests per poll.
 */
export async function expectFollowed(endpoint: string, fleet: LargeFleet): Promise<number[]> {
  const from = START - fleet.hours * HOUR_S;
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  const hostnames = madeUpHostnames(fleet.hosts);
  const always = hostnames.filter((_, index) => index % 10 !== 0);
  const clock = new TestClock(START);
  const test = openTestEngine([testSource(endpoint, tables)], clock);
  try {
    await putFleet(clients, tables, { hostnames, from, to: START });
    const first = await test.engine.sync('user');
    expect(first).toMatchObject({ hosts: fleet.hosts, sources: [{ status: 'fresh' }] });
    await test.engine.whenIdle();

    const requests: number[] = [];
    let now = START;
    for (let poll = 0; poll < fleet.polls; poll += 1) {
      now += POLL_S;
      clock.set(now);
      const reporting = poll % 2 === 0 ? hostnames : always;
      await putFleet(clients, tables, { hostnames: reporting, from: now - POLL_S, to: now });
      const report = await test.engine.sync('poll');
      await test.engine.whenIdle();
      expect(report).toMatchObject({
        hosts: fleet.hosts,
        newSamples: (reporting.length * POLL_S) / MINUTE_S,
        sources: [{ status: 'fresh', error: null, badItems: 0 }],
      });
      requests.push(report.requests);
    }
    // A large registry is scanned by the megabyte; all else is read by key, no key twice.
    const keys = Math.ceil((fleet.hosts * 2 * POLL_S) / MINUTE_S / KEYS_PER_REQUEST);
    expect(Math.max(...requests)).toBeLessThanOrEqual(keys + 2 + Math.ceil(fleet.hosts / 2000));

    const { engine } = test;
    expect(engine.overview().hosts).toHaveLength(fleet.hosts);
    const { online } = engine.answers.queries.fleetSeries({ from: START, to: now, metric: 'cpu' });
    const silent = fleet.hosts - always.length;
    for (let poll = 0; poll < fleet.polls - 3; poll += 1)
      expect([poll, online[poll * 2]]).toEqual([poll, fleet.hosts - (poll % 2 === 0 ? 0 : silent)]);
    for (const hostname of always.filter((_, index) => index % fleet.checkEvery === 0))
      expect(points(minutesOf(engine, hostname, from, now))).toEqual(
        expectedPoints(hostname, from, now),
      );
    return requests;
  } finally {
    await test.dispose();
    clients.destroy();
  }
}
