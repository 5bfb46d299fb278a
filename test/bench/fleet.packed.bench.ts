/**
 * What a host takes in the local store with all that our collector writes, packed and not, and how long answers then take:
 * realistic hosts (`realistic-fleet.ts`), all metrics and five processes a minute, a whole UTC day. Times are of the processor, which
 * other work on the machine hardly changes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { DEFAULT_SETTINGS } from '../../contract/settings.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../contract/time.ts';
import { FleetEngine } from '../../fleet/engine.ts';
import { rowKey } from '../../fleet/store/tables.ts';
import { packDay } from '../../fleet/store/packed/value-pack.ts';
import { ROLLUP_LENGTH } from '../../fleet/store/series-codec.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { applyMinutes } from '../../fleet/sync/source-sync.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLogger } from '../support/test-engine.ts';
import { RealisticHost, realisticHosts, samplesOf } from './realistic-fleet.ts';

const SIZED_HOSTS = 60;
const HOSTS = 1000;
const LONG_DAYS = 30;
const MONTHS_DAYS = 395;
const SOURCE = 'default';
const NOW = dayOf(Date.now() / 1000);
const FROM = NOW - DAY_S;
const LATER = NOW + HOUR_S;

const directory = mkdtempSync(join(tmpdir(), 'py-perf-packed-'));

function report(what: string, value: string, goal = ''): void {
  console.log(`${what.padEnd(58)} ${value.padStart(18)}   ${goal}`);
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;

/** Milliseconds of the processor that `work` takes. */
function cpuOf(work: () => unknown): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** The median of some runs, in milliseconds. */
function timed(work: () => unknown, repeat: number): number {
  const times = Array.from({ length: repeat }, () => cpuOf(work));
  return times.toSorted((a, b) => a - b)[repeat >> 1] ?? NaN;
}

function fill(
  store: FleetStore,
  hosts: readonly RealisticHost[],
  from: number,
  to: number,
  withProcesses: boolean,
): void {
  const ids = hosts.map(({ hostname }) => store.hosts.ensure({ sourceId: SOURCE, hostname }));
  for (let hour = from; hour < to; hour += HOUR_S)
    store.write(() => {
      hosts.forEach((each, index) => {
        const records = samplesOf(each, hour, hour + HOUR_S).map(({ topProcesses, ...sample }) => ({
          sample:
            withProcesses && topProcesses !== undefined ? { ...sample, topProcesses } : sample,
        }));
        const known = { from: hour, to: hour + HOUR_S };
        store.record({ host: ids[index] ?? 0, layout: 'v2', records, known, now: hour });
      });
    });
  for (const id of ids) {
    store.hosts.wantFrom(id, from);
    store.hosts.setSyncedThrough(id, to);
    store.hosts.setPolledThrough(id, to);
  }
}

/** Packs all that is over. Answers the milliseconds of each step. */
function packAll(store: FleetStore): number[] {
  const steps: number[] = [];
  for (let packed = 1; packed > 0;) steps.push(cpuOf(() => ({ packed } = store.pack(LATER))));
  return steps;
}

/** Bytes in use by table, a host and minute. */
function sizes(path: string, hostMinutes: number): Map<string, number> {
  const db = new DatabaseSync(path);
  const rows = db.prepare('SELECT name, sum(pgsize) AS n FROM dbstat GROUP BY name').all();
  db.close();
  return new Map(rows.map((row) => [String(row['name']), Number(row['n']) / hostMinutes]));
}

function sumOf(found: Map<string, number>, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (found.get(name) ?? 0), 0);
}

const CORE = ['block', 'packed_hour', 'rollup', 'packed_day', 'rollup_due'];
const EXTRA = ['block_quarter', 'packed_hour_extra', 'rollup_extra', 'packed_day_extra'];
const PROCESSES = ['top_process', 'packed_process'];

function benchSizes(): void {
  const path = join(directory, 'sized.db');
  const store = FleetStore.open(path);
  fill(store, realisticHosts(SIZED_HOSTS), FROM, NOW, true);
  const minutes = SIZED_HOSTS * (DAY_S / MINUTE_S);
  const open = sizes(path, minutes);
  const steps = packAll(store);
  const packed = sizes(path, minutes);
  store.close();
  const line = (what: string, names: readonly string[], goal: string): void => {
    const [before, after] = [sumOf(open, names), sumOf(packed, names)];
    report(
      what,
      `${before.toFixed(1)} → ${after.toFixed(1)}`,
      `${goal}; ${(before / after).toFixed(0)} times smaller`,
    );
  };
  console.log('Bytes a host and minute, open → packed');
  line('  CPU and memory, with rollups', CORE, 'goal 4');
  line('  all metrics, with rollups', [...CORE, ...EXTRA], 'goal 18');
  line('  five processes', PROCESSES, '');
  line('  in all', [...CORE, ...EXTRA, ...PROCESSES], 'goal 50');
  const all = steps.reduce((sum, step) => sum + step, 0);
  report('packing an hour of a host', ms(all / (SIZED_HOSTS * 24)));
  report(
    'a step of packing, mean and longest',
    `${ms(all / steps.length)}, ${ms(Math.max(...steps))}`,
  );
}

/** As an app has it that starts now. */
function startedOn(path: string): FleetEngine {
  return new FleetEngine({
    storePath: path,
    clock: { ...systemClock, now: () => NOW * 1000 },
    logger: silentLogger,
    settings: DEFAULT_SETTINGS,
    connect: () => Promise.reject(new Error('not connected')),
    isConnected: () => false,
    onFleetChanged: () => undefined,
    onSyncChanged: () => undefined,
  });
}

function seriesOf(engine: FleetEngine, metric: MetricId, days: number): number {
  return timed(
    () => engine.answers.queries.fleetSeries({ metric, from: NOW - days * DAY_S, to: NOW }),
    1,
  );
}

/** The fleet's series: computed as they are asked for, and as the background has stored them. */
function benchSeries(path: string): void {
  const metrics = ['cpu', 'memory', 'load1', 'netRx'] as const;
  let engine = startedOn(path);
  for (const metric of metrics)
    report(`24 h fleet series, ${metric}, nothing stored`, ms(seriesOf(engine, metric, 1)));
  const steps: number[] = [];
  const passes = engine.answers.queries.storeFigures();
  for (let done = false; !done;) steps.push(cpuOf(() => (done = passes.next().done === true)));
  const all = steps.reduce((sum, step) => sum + step, 0);
  report(
    'storing the figures of a day: all, longest step',
    `${ms(all)}, ${ms(Math.max(...steps))}`,
  );
  void engine.close();
  engine = startedOn(path);
  for (const metric of metrics)
    report(
      `24 h fleet series, ${metric}, first of all`,
      ms(seriesOf(engine, metric, 1)),
      'goal 60 ms',
    );
  void engine.close();
}

/** 13 months of a rate for 1,000 hosts: rollups of a few days, again and again. */
function benchMonths(): void {
  const path = join(directory, 'months.db');
  FleetStore.open(path).close();
  const db = new DatabaseSync(path);
  const insertHost = db.prepare(
    "INSERT INTO host (id, source, hostname, first_seen, sample_at) VALUES (?, 'default', ?, ?, ?)",
  );
  const insert = db.prepare('INSERT INTO packed_day_extra (key, packed) VALUES (?, ?)');
  const insertMain = db.prepare('INSERT INTO packed_day (key, packed) VALUES (?, ?)');
  const days = Array.from({ length: 50 }, (_, seed) =>
    packDay({
      netRx: Float32Array.from({ length: ROLLUP_LENGTH }, (__, at) =>
        Math.round(1000 * (seed + 1) * (1.5 + Math.sin((at + seed) / 9))),
      ),
    }),
  );
  const main = packDay({ cpu: new Int16Array(ROLLUP_LENGTH).fill(100) });
  db.exec('BEGIN');
  const first = NOW - MONTHS_DAYS * DAY_S;
  for (let id = 1; id <= HOSTS; id += 1) insertHost.run(id, `month-${String(id)}`, first, NOW);
  for (let day = first; day < NOW; day += DAY_S)
    for (let id = 1; id <= HOSTS; id += 1) {
      insert.run(rowKey(day, DAY_S, id), days[(id + day / DAY_S) % days.length] ?? main);
      if (id === 1) insertMain.run(rowKey(day, DAY_S, id), main);
    }
  db.exec('COMMIT');
  db.close();
  const memory = (): number => process.memoryUsage().rss / 2 ** 20;
  let engine = startedOn(path);
  const before = memory();
  const computed = seriesOf(engine, 'netRx', MONTHS_DAYS);
  report('13 months of 1,000 hosts, a rate, nothing stored', ms(computed));
  report('– memory that it takes', `${(memory() - before).toFixed(0)} MB`);
  let longest = 0;
  const query = { metric: 'netRx' as const, from: NOW - 30 * DAY_S, to: NOW };
  for (let done = false, steps = engine.answers.queries.prepareFleetSeries(query); !done;)
    longest = Math.max(
      longest,
      cpuOf(() => (done = steps.next().done === true)),
    );
  report('– the longest step of it', ms(longest));
  const passes = engine.answers.queries.storeFigures();
  for (let done = false; !done;) done = passes.next().done === true;
  void engine.close();
  engine = startedOn(path);
  report(
    '13 months of 1,000 hosts, a rate, first of all',
    ms(seriesOf(engine, 'netRx', MONTHS_DAYS)),
  );
  void engine.close();
}

function benchAnswers(path: string): void {
  const engine = startedOn(path);
  const day = { from: FROM, to: NOW };
  const one = { sourceId: SOURCE, hostname: 'real-0001' };
  const long = { sourceId: SOURCE, hostname: 'real-5000', from: NOW - LONG_DAYS * DAY_S, to: NOW };
  const both: MetricId[] = ['cpu', 'memory'];
  const host = (metrics: MetricId[]): number =>
    timed(() => engine.hosts.series({ ...one, ...day, metrics, resolution: 'auto' }), 15);
  report('24 h of one host, CPU and memory', ms(host(both)), 'goal 1 ms');
  report('24 h of one host, all metrics', ms(host([...METRIC_IDS])));
  const months = (metrics: MetricId[], resolution: 'auto' | 'minute'): number =>
    timed(() => engine.hosts.series({ ...long, metrics, resolution }), 9);
  report('30 days of one host, CPU and memory', ms(months(both, 'auto')), 'goal 10 ms');
  report('30 days of one host, every minute', ms(months(both, 'minute')));
  report('30 days of one host, all metrics', ms(months([...METRIC_IDS], 'auto')));
  report(
    'heat map, 24 h',
    ms(timed(() => engine.answers.queries.heatMap({ metric: 'cpu', ...day }), 5)),
  );
  report('events, 24 h', ms(timed(() => engine.answers.queries.events({ ...day, limit: 500 }), 5)));
  void engine.close();
}

function benchPoll(store: FleetStore, hosts: readonly RealisticHost[]): void {
  const stored = store.hosts.ofSource(SOURCE);
  const known = hosts.flatMap((host) => {
    const found = stored.find(({ hostname }) => hostname === host.hostname);
    return found === undefined ? [] : [{ host, found }];
  });
  let minute = NOW;
  const times: number[] = [];
  for (let poll = 0; poll < 15; poll += 1) {
    const range = { from: minute, to: minute + 2 * MINUTE_S };
    const samples = known.flatMap(({ host }) => samplesOf(host, range.from, range.to));
    const asked = known.map(({ found }) => ({ host: { ...found, polledThrough: minute }, range }));
    times.push(
      cpuOf(() => {
        applyMinutes({ store }, asked, samples, range.to);
      }),
    );
    minute = range.to;
  }
  const median = times.toSorted((a, b) => a - b)[7] ?? NaN;
  report('a poll of 1,000 hosts, 2 minutes, all metrics, processes', ms(median), 'goal 50 ms');
}

try {
  benchSizes();
  const path = join(directory, 'fleet.db');
  const store = FleetStore.open(path);
  const hosts = realisticHosts(HOSTS);
  fill(store, hosts, FROM, NOW, false);
  fill(store, [new RealisticHost(5000)], NOW - LONG_DAYS * DAY_S, NOW, false);
  packAll(store);
  benchPoll(store, hosts);
  store.close();
  benchSeries(path);
  benchAnswers(path);
  benchMonths();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
