/**
 * The local store with 1,000 hosts and 24 h of minutes: size, answers, a poll, and how long the thread that serves
 * windows is held up while the service's worker does all this.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../contract/time.ts';
import { Alerts } from '../../fleet/alerts/alerts.ts';
import { FleetEngine } from '../../fleet/engine.ts';
import { openStore } from '../../fleet/store/open-store.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { applyMinutes } from '../../fleet/sync/source-sync.ts';
import { systemClock } from '../../platform/clock.ts';
import { DEFAULT_SETTINGS } from '../../contract/settings.ts';
import { startServiceWorker } from '../../worker/client.ts';
import { madeUpHostnames, madeUpSample } from '../support/fleet-generator.ts';
import { silentLogger } from '../support/test-engine.ts';

const HOSTS = 1000;
const LONG_DAYS = 30;
const SOURCE = 'default';

const directory = mkdtempSync(join(tmpdir(), 'py-perf-bench-'));
const path = join(directory, 'fleet.db');
// A whole UTC day, so that every block and rollup is full and bytes per sample compare.
const NOW = dayOf(Date.now() / 1000);
const FROM = NOW - 24 * HOUR_S;
const hostnames = madeUpHostnames(HOSTS);

function report(what: string, value: string, goal: string): void {
  console.log(`${what.padEnd(60)} ${value.padStart(16)}   ${goal}`);
}

function timed(work: () => unknown, repeat = 1): { first: number; median: number } {
  const times = Array.from({ length: repeat }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  const sorted = times.toSorted((a, b) => a - b);
  return { first: times[0] ?? NaN, median: sorted[Math.floor(sorted.length / 2)] ?? NaN };
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** As polls fill it: hour by hour, and in each hour minute by minute two at a time. */
function fill(store: FleetStore): void {
  const ids = hostnames.map((hostname) => store.hosts.ensure({ sourceId: SOURCE, hostname }));
  for (let minute = FROM; minute < NOW; minute += 2 * MINUTE_S)
    store.write(() => {
      hostnames.forEach((hostname, index) => {
        const host = ids[index] ?? 0;
        store.record({
          host,
          layout: 'v2',
          records: [minute, minute + MINUTE_S].map((at) => ({
            sample: madeUpSample(hostname, at),
          })),
          known: { from: minute, to: minute + 2 * MINUTE_S },
          now: minute,
        });
      });
    });
  for (const id of ids) {
    store.hosts.wantFrom(id, FROM);
    store.hosts.setSyncedThrough(id, NOW);
    store.hosts.setPolledThrough(id, NOW);
  }
}

/** 30 days of one host, hour by hour. */
function fillLong(store: FleetStore): void {
  const hostname = 'long';
  const host = store.hosts.ensure({ sourceId: SOURCE, hostname });
  for (let hour = NOW - LONG_DAYS * DAY_S; hour < NOW; hour += HOUR_S)
    store.write(() =>
      store.record({
        host,
        layout: 'v2',
        records: Array.from({ length: 60 }, (_, index) => ({
          sample: madeUpSample(hostname, hour + index * MINUTE_S),
        })),
        known: { from: hour, to: hour + HOUR_S },
        now: hour,
      }),
    );
}

function benchPoll(store: FleetStore): number {
  const hosts = store.hosts.ofSource(SOURCE).filter(({ hostname }) => hostname !== 'long');
  let minute = NOW;
  const poll = timed(() => {
    const range = { from: minute, to: minute + 2 * MINUTE_S };
    const samples = hosts.flatMap(({ hostname }) => [
      madeUpSample(hostname, minute),
      madeUpSample(hostname, minute + MINUTE_S),
    ]);
    const asked = hosts.map((host) => ({ host: { ...host, polledThrough: minute }, range }));
    applyMinutes({ store }, asked, samples, minute + 2 * MINUTE_S);
    minute += 2 * MINUTE_S;
  }, 9);
  report('applying a poll of 1,000 hosts, 2 minutes each', ms(poll.median), 'goal 50 ms');
  return minute;
}

/** What evaluating alerts adds to a poll: with no host near its thresholds, and with every host near them. */
function benchAlerts(store: FleetStore, from: number, name: string, above: number): number {
  const hosts = store.hosts.ofSource(SOURCE).filter(({ hostname }) => hostname !== 'long');
  const rule = { enabled: true, above, clearBelow: above - 10, forMinutes: 15 };
  let minute = from;
  const alerts = new Alerts({
    store,
    clock: { ...systemClock, now: () => minute * 1000 },
    logger: silentLogger,
    config: { labels: {}, alerts: { ...DEFAULT_SETTINGS.alerts, cpu: rule, memory: rule } },
    isShown: () => true,
    sources: () => [{ id: SOURCE, name: SOURCE, connected: true, lastSyncedAt: minute }],
    backfilling: () => false,
    ownHost: () => null,
    onNotices: () => undefined,
    onChanged: () => undefined,
  });
  alerts.start();
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const range = { from: minute, to: minute + 2 * MINUTE_S };
    const samples = hosts.flatMap(({ hostname }) => [
      madeUpSample(hostname, minute),
      madeUpSample(hostname, minute + MINUTE_S),
    ]);
    const asked = hosts.map((host) => ({ host: { ...host, polledThrough: minute }, range }));
    minute += 2 * MINUTE_S;
    applyMinutes({ store }, asked, samples, minute);
    times.push(timed(() => alerts.evaluate()).first);
  }
  alerts.stop();
  const median = times.toSorted((a, b) => a - b)[4] ?? NaN;
  report(`looking for alerts after a poll, ${name}`, ms(median), 'goal 30 ms');
  return minute;
}

function benchAnswers(engine: FleetEngine): void {
  const day = { from: FROM, to: NOW };
  const long = { sourceId: SOURCE, hostname: 'long', from: NOW - LONG_DAYS * DAY_S, to: NOW };
  const both: ('cpu' | 'memory')[] = ['cpu', 'memory'];
  const fleet = timed(() => engine.answers.queries.fleetSeries({ metric: 'cpu', ...day }), 5);
  report('24 h fleet series, first', ms(fleet.first), 'goal 80 ms');
  report('24 h fleet series, again', ms(fleet.median), '');
  const host = timed(() => engine.hosts.series({ ...long, metrics: both, resolution: 'auto' }), 9);
  report('30 days of one host, first', ms(host.first), 'goal 20 ms');
  report('30 days of one host, again', ms(host.median), '');
  const minutes = timed(
    () => engine.hosts.series({ ...long, metrics: both, resolution: 'minute' }),
    9,
  );
  report('30 days of one host, every minute', ms(minutes.median), '');
  const oneDay = timed(
    () => engine.hosts.series({ ...long, ...day, metrics: both, resolution: 'auto' }),
    9,
  );
  report('24 h of one host', ms(oneDay.median), '');
  report(
    'heat map, 24 h',
    ms(timed(() => engine.answers.queries.heatMap({ metric: 'cpu', ...day }), 5).median),
    '',
  );
  report('overview', ms(timed(() => engine.overview(), 9).median), '');
  report(
    'events, 24 h',
    ms(timed(() => engine.answers.queries.events({ ...day, limit: 500 }), 5).median),
    '',
  );
}

/** Bytes on disk per sample and metric pair, rollups included: pages in use, after a checkpoint. */
function benchSize(): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const samples = HOSTS * 24 * 60;
  const bytes = statSync(path).size;
  report('bytes a sample of CPU and memory', (bytes / samples).toFixed(2), 'goal 6');
  const blocks = db.prepare("SELECT sum(pgsize) AS n FROM dbstat WHERE name = 'block'").get();
  db.close();
  report('  of these in hour blocks', (Number(blocks?.['n'] ?? 0) / samples).toFixed(2), '');
}

/** The whole service in its worker; this thread plays the one that serves windows. */
async function benchStalls(): Promise<void> {
  writeFileSync(
    join(directory, 'settings.json'),
    JSON.stringify({ sources: [{ id: SOURCE, name: 'AWS', mode: 'off' }] }),
  );
  const service = await startServiceWorker(new URL('../../worker/worker.ts', import.meta.url), {
    dataDir: directory,
    version: '0.0.0',
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const long = { sourceId: SOURCE, hostname: 'long', from: NOW - LONG_DAYS * DAY_S, to: NOW };
  for (let round = 0; round < 20; round += 1) {
    await Promise.all([
      service.request('fleetOverview', {}),
      service.request('fleetSeries', { metric: 'memory', from: FROM - round * HOUR_S, to: NOW }),
      service.request('heatMap', { metric: 'cpu', from: FROM, to: NOW }),
      service.request('hostSeries', { ...long, metrics: ['cpu', 'memory'], resolution: 'minute' }),
    ]);
  }
  delay.disable();
  await service.close();
  // The monitor samples every millisecond: that much is its own.
  report(
    'stall of the thread that serves windows, p99',
    ms(delay.percentile(99) / 1e6),
    'goal 16 ms',
  );
  report('stall of the thread that serves windows, longest', ms(delay.max / 1e6), '');
}

try {
  const store = FleetStore.open(path);
  const filling = timed(() => {
    fill(store);
  });
  benchSize();
  const polls = (24 * 60) / 2;
  report('filling 24 h of 1,000 hosts by polls, each', ms(filling.first / polls), '');
  fillLong(store);
  const polled = benchPoll(store);
  const looked = benchAlerts(store, polled, 'all hosts well', 90);
  benchAlerts(store, looked, 'all hosts at a threshold', 50);
  store.close();
  const opening = timed(() => {
    openStore(path, systemClock, silentLogger).store.close();
  });
  report('opening and checking the store', ms(opening.first), '');
  const engine = new FleetEngine({
    storePath: path,
    clock: systemClock,
    logger: silentLogger,
    settings: DEFAULT_SETTINGS,
    connect: () => Promise.reject(new Error('not connected')),
    isConnected: () => false,
    onFleetChanged: () => undefined,
    onSyncChanged: () => undefined,
  });
  benchAnswers(engine);
  await engine.close();
  await benchStalls();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
