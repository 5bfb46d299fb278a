import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppFailure } from '../../contract/errors.ts';
import { METRIC_IDS } from '../../contract/metrics.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { FleetEngine } from '../../fleet/engine.ts';
import { SEEN_IN } from '../../fleet/store/minute.ts';
import { openStore } from '../../fleet/store/open-store.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { DamagedCounter } from './damaged-counter.ts';
import { damageFile } from './damage-file.ts';
import { madeUpSample } from './fleet-generator.ts';
import { randomFrom } from './randomness.ts';
import { localClients } from './fleet-tables.ts';

const SOURCE = 'default';
const START = hourOf(1_795_500_000);
/** Hours of samples; the first of them are packed. */
const HOURS = 3;
const NOW = START + HOURS * HOUR_S - 30 * MINUTE_S;
const HOSTS = ['web-01', 'web-02', 'db-01', 'old'];
const clock: Clock = { ...systemClock, now: () => NOW * 1000 };

/** What a campaign counted. */
export interface FleetDamageResult {
  /** Variants in which the file was set aside, and those in which rows were repaired. */
  files: number;
  rows: number;
  /** Hosts still known, over all variants. */
  hosts: number;
  /** Failures, with their variant. */
  failures: string[];
}

/**
 * Damages a store that holds something of every kind. Then acts like the app and its commands: opens it, shows
 * everything, stores a new sample, runs maintenance. Whatever the damage, that must succeed.
 */
export async function runFleetDamage(variants: number, seed: number): Promise<FleetDamageResult> {
  const directory = mkdtempSync(join(tmpdir(), 'fleet-damage-'));
  const result: FleetDamageResult = { files: 0, rows: 0, hosts: 0, failures: [] };
  try {
    const original = join(directory, 'original.db');
    await writeOriginal(original);
    const random = randomFrom(seed);
    for (let variant = 0; variant < variants; variant += 1) {
      const folder = join(directory, String(variant));
      mkdirSync(folder);
      const path = join(folder, 'fleet.db');
      copyFileSync(original, path);
      const what = damageFile(path, random);
      try {
        await useAsApp(path, result);
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        result.failures.push(`seed ${String(seed)}, variant ${String(variant)} (${what}): ${text}`);
      }
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  return result;
}

async function writeOriginal(path: string): Promise<void> {
  const store = FleetStore.open(path);
  store.write(() => {
    for (const hostname of HOSTS) fill(store, hostname);
    store.sources.put(SOURCE, {
      lastSyncedAt: NOW,
      lastAttemptAt: NOW,
      tables: { system: 'active', legacy: 'active', registry: 'missing', functions: 'missing' },
      discoveredAt: NOW,
    });
    for (const key of ['a', 'b'])
      store.sources.addBadItem(SOURCE, { role: 'system', key, problem: 'no number' }, NOW);
    const use = { operation: 'Query', role: 'system' as const, requests: 2 };
    store.capacity.add({ sourceId: SOURCE, ...use, readUnits: 3, writeUnits: 0 }, NOW);
    store.legacy.putSegment(SOURCE, {
      segment: 0,
      segments: 16,
      nextKey: '{"id":1795500000000}',
      done: false,
      items: 3,
      units: 2,
    });
    store.rechecks.add(1, START, NOW);
  });
  for (let step = 0; step < 20; step += 1) store.pack(NOW);
  store.close();
  // The engine itself writes rules, state and notices of alerts.
  const engine = engineOn(path, new DamagedCounter());
  engine.start();
  engine.recordLocal(SOURCE, madeUpSample('here', NOW - MINUTE_S), {});
  await engine.close();
}

function fill(store: FleetStore, hostname: string): void {
  const host = store.hosts.ensure({ sourceId: SOURCE, hostname });
  const records = Array.from({ length: (NOW - START) / MINUTE_S }, (_, index) => ({
    sample: {
      ...madeUpSample(hostname, START + index * MINUTE_S),
      cpuPercent: hostname === 'db-01' && index > 60 ? 99 : 10 + (index % 40),
      diskPercent: 40,
      loadAvg1m: index / 7,
      netRxBps: 1000 * index,
      topProcesses: [{ name: 'postgres', pid: 4711, cpuPercent: 3.5, memoryPercent: 12 }],
    },
  }));
  // An outage of half an hour.
  if (hostname === 'web-02') records.splice(100, 30);
  store.record({ host, layout: 'v2', records, known: { from: START, to: NOW }, now: NOW });
  store.hosts.setFacts(host, { platform: 'Linux', cpuModel: 'Xeon', cpuCount: 8 });
  store.hosts.wantFrom(host, START);
  if (hostname !== 'old') return;
  store.hosts.markSeenIn(host, SEEN_IN.legacy);
  store.hosts.setLegacyCoverage(host, NOW, START);
}

const SETTINGS = settingsSchema.parse({
  alerts: { cpu: { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 } },
});

function engineOn(path: string, logger: DamagedCounter): FleetEngine {
  return new FleetEngine({
    storePath: path,
    clock,
    logger,
    settings: SETTINGS,
    connect: () => Promise.resolve(localClients('http://127.0.0.1:1')),
    isConnected: () => false,
    onAlertNotices: () => undefined,
    onFleetChanged: () => undefined,
    onSyncChanged: () => undefined,
  });
}

async function useAsApp(path: string, result: FleetDamageResult): Promise<void> {
  const logger = new DamagedCounter();
  let engine: FleetEngine;
  try {
    engine = engineOn(path, logger);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'newer-data') return;
    throw error;
  }
  try {
    if (logger.files > 0) result.files += 1;
    if (logger.rows > 0) result.rows += 1;
    const overview = engine.overview();
    result.hosts += overview.hosts.length;
    engine.start();
    engine.recordLocal(SOURCE, madeUpSample('new', NOW - MINUTE_S), { platform: 'Linux' });
    lookAtAll(engine);
    await engine.diagnostics.doctor({ outbox: 0, here: { sourceId: SOURCE, hostname: 'new' } });
    engine.diagnostics.capacity(30);
    const fresh = engine.overview().hosts.find(({ hostname }) => hostname === 'new');
    if (fresh?.lastSeen === undefined || fresh.lastSeen === null)
      throw new Error('the new sample did not come out');
  } finally {
    await engine.close();
  }
  upkeep(path);
}

function lookAtAll(engine: FleetEngine): void {
  for (const { sourceId, hostname, lastSeen, firstSeen } of engine.overview().hosts) {
    // As the commands and the page print it.
    for (const time of [lastSeen, firstSeen])
      if (time !== null) new Date(time * 1000).toISOString();
    const host = { sourceId, hostname };
    const range = { from: START, to: NOW };
    const metrics = [...METRIC_IDS];
    engine.hosts.series({ ...host, ...range, metrics, resolution: 'auto' });
    engine.hosts.series({ ...host, from: NOW - 30 * 86_400, to: NOW, metrics, resolution: 'auto' });
    engine.answers.queries.hostStatistics({ ...host, ...range, metrics });
    engine.answers.queries.minuteProcesses({ ...host, at: NOW - 60 * MINUTE_S });
  }
  for (const metric of ['cpu', 'disk', 'netRx'] as const)
    for (const from of [START, NOW - 30 * 86_400]) {
      engine.answers.queries.fleetSeries({ metric, from, to: NOW });
      engine.answers.queries.heatMap({ metric, from, to: NOW });
    }
  engine.answers.queries.events({ from: START, to: NOW, limit: 500 });
  engine.answers.queries.removedHosts();
  engine.sources.get(SOURCE).legacyHistory.status();
}

function upkeep(path: string): void {
  const { store } = openStore(path, clock, new DamagedCounter());
  try {
    store.applyRetention(SETTINGS.retention, NOW + 3 * 86_400);
    for (let step = 0; step < 20; step += 1) store.pack(NOW + 3 * 86_400);
  } finally {
    store.close();
  }
}
