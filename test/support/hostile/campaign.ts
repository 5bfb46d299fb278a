import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S, hourOf } from '../../../contract/time.ts';
import type { FleetEngine } from '../../../fleet/engine.ts';
import { keptKey } from '../../../fleet/store/sources.ts';
import type { Logger } from '../../../platform/log/log.ts';
import { legacyHistory, legacyMinute, putFleet } from '../fleet-generator.ts';
import {
  createTables,
  localClients,
  putItems,
  putRawItems,
  testSource,
  uniqueTables,
} from '../fleet-tables.ts';
import {
  TestClock,
  expectedPoints,
  minutesOf,
  openTestEngine,
  points,
  silentLogger,
  readLegacyHistory,
} from '../test-engine.ts';
import { hostileLegacy, hostileMinutes, hostileRegistry } from './items.ts';

/** How many hostile items a campaign writes. */
export interface HostileSize {
  /** Hours of one host whose every minute is damaged. */
  hours: number;
  registry: number;
  legacy: number;
}

/** The time of the sync, Unix seconds. */
const NOW = hourOf(1_795_500_000);
const GOOD = 'good-host';
const OLD = 'good-legacy-host';
const HOSTILE = 'hostile-host';

/**
 * Syncs tables full of hostile items, and expects that nothing crashes, that each invalid item is counted and named,
 * and that all others arrive with their values.
 */
export async function expectHostileItemsHarmless(
  endpoint: string,
  size: HostileSize,
  seed: number,
): Promise<void> {
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  const unexpected: string[] = [];
  const logger: Logger = { ...silentLogger, error: (message) => void unexpected.push(message) };
  const clock = new TestClock(NOW);
  const test = openTestEngine([testSource(endpoint, tables)], clock, { logger });
  try {
    await createTables(clients, tables);
    const from = NOW - size.hours * HOUR_S;
    const minutes = hostileMinutes(HOSTILE, from, NOW, seed);
    const rows = hostileRegistry(NOW, size.registry, seed);
    const legacy = hostileLegacy(NOW, size.legacy, seed);
    await putRawItems(
      clients,
      tables.registry,
      rows.map(({ item }) => item),
    );
    await putFleet(clients, tables, { hostnames: [GOOD, HOSTILE], from, to: NOW });
    await putRawItems(
      clients,
      tables.system,
      minutes.map(({ item }) => item),
    );
    await putRawItems(clients, tables.legacy, legacy);
    await putItems(clients, tables.legacy, legacyHistory(OLD, NOW - HOUR_S, NOW));

    const { engine } = test;
    const report = await engine.sync('user');
    await engine.whenIdle();
    expect(report.sources[0]).toMatchObject({ status: 'fresh', error: null });
    await readLegacyHistory(engine, 10_000);
    await engine.whenIdle();
    expect(engine.sources.get('default').legacyHistory.status()).toMatchObject({
      state: 'done',
      error: null,
      itemsRead: legacy.length + HOUR_S / MINUTE_S + 1,
    });

    // Polls request the minutes of all hosts together: one name must not break the request of the others.
    const later = NOW + 2 * MINUTE_S;
    clock.set(later);
    await putFleet(clients, tables, { hostnames: [GOOD], from: NOW, to: later });
    const poll = await engine.sync('user');
    await engine.whenIdle();
    expect(poll.sources[0]).toMatchObject({ status: 'fresh', error: null });

    const bad = badItems(test.directory);
    expect(bad.system).toEqual(
      new Set(minutes.filter(({ makesSense }) => !makesSense).map(({ minute }) => minute)),
    );
    const shown = points(minutesOf(engine, HOSTILE, from, NOW));
    expect(shown.map(([minute, cpu]) => [minute, cpu])).toEqual(
      minutes.filter(({ makesSense }) => makesSense).map(({ minute, cpu }) => [minute, cpu]),
    );
    expect(points(minutesOf(engine, GOOD, from, later))).toEqual(expectedPoints(GOOD, from, later));
    expect(points(minutesOf(engine, OLD, NOW - HOUR_S, NOW))).toEqual(
      Array.from({ length: HOUR_S / MINUTE_S }, (_, index) =>
        legacyMinute(OLD, NOW - HOUR_S + index * MINUTE_S),
      ),
    );

    const hosts = new Set(
      [...engine.overview().hosts, ...engine.answers.queries.removedHosts()].map(
        ({ hostname }) => hostname,
      ),
    );
    for (const { hostname, makesSense } of rows) {
      const row = [hostname.slice(0, 80), hosts.has(hostname), bad.registry.has(keptKey(hostname))];
      expect(row).toEqual([hostname.slice(0, 80), makesSense, !makesSense]);
    }
    expect(engine.overview().sources[0]?.badItems).toBe(bad.count);
    await expectAnswers(engine, [...hosts], NOW);
    expect(unexpected).toEqual([]);
  } finally {
    await test.dispose();
    clients.destroy();
  }
}

/** Every question about every host has an answer. */
async function expectAnswers(engine: FleetEngine, hosts: string[], now: number): Promise<void> {
  const range = { from: now - DAY_S, to: now };
  engine.answers.queries.fleetSeries({ ...range, metric: 'cpu' });
  engine.answers.queries.heatMap({ ...range, metric: 'memory' });
  engine.answers.queries.events({ ...range, limit: 5000 });
  engine.diagnostics.capacity(30);
  for (const hostname of hosts) {
    if (engine.answers.queries.removedHosts().some((host) => host.hostname === hostname)) continue;
    const host = { sourceId: 'default', hostname };
    engine.hosts.series({ ...host, ...range, metrics: ['cpu', 'disk'], resolution: 'auto' });
    engine.answers.queries.hostStatistics({ ...host, ...range, metrics: ['cpu'] });
    engine.answers.queries.minuteProcesses({ ...host, at: now - MINUTE_S });
  }
  const doctor = await engine.diagnostics.doctor({
    outbox: 0,
    here: { sourceId: 'default', hostname: 'here' },
  });
  expect(doctor.sources[0]?.error).toBeNull();
  await engine.whenIdle();
}

interface BadItems {
  /** Minutes of the hostile host. */
  system: Set<number>;
  registry: Set<string>;
  count: number;
}

function badItems(directory: string): BadItems {
  const db = new DatabaseSync(join(directory, 'fleet.db'), { readOnly: true });
  try {
    const rows = db.prepare('SELECT role, key FROM bad_item').all();
    const keys = (role: string): string[] =>
      rows.filter((row) => row['role'] === role).map((row) => String(row['key']));
    return {
      system: new Set(keys('system').map((named) => Number(named.split(' ').at(-1)))),
      registry: new Set(keys('registry')),
      count: rows.length,
    };
  } finally {
    db.close();
  }
}
