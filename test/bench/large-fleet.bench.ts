/**
 * Fleets of 1,000 and 10,000 hosts, 40 ms away: polls of the engine, and the commands that a person starts, as the built command
 * line answers them. The processor is shared with the endpoint, which makes every item up.
 */
import { fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCRIPT_FLAGS } from '../../cli/start-again.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { DAY_S, MINUTE_S, hourOf, minuteOf } from '../../contract/time.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { testSource } from '../support/fleet-tables.ts';
import { CLI, buildCli } from '../support/run-cli.ts';
import { TestClock, openTestEngine } from '../support/test-engine.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { namesOf } from './large-names.ts';

/** Hosts of the fleets, or those given: `node test/bench/large-fleet.bench.ts 50000`. */
const FLEETS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000];
const LATENCY_MS = 40;
const FAR_MS = 5000;
const POLL_S = 2 * MINUTE_S;
const BACKFILL_MS = 10_000;
const HOST = 'web-102.example.net';

const directory = mkdtempSync(join(tmpdir(), 'py-perf-large-'));

interface Endpoint {
  url: string;
  /** Requests since the last call, and their longest chain; sets its clock if given (Unix seconds). */
  counts: (now?: number, latencyMs?: number) => Promise<{ requests: number; trips: number }>;
  close: () => void;
}

async function startEndpoint(hosts: number, latency: number): Promise<Endpoint> {
  const script = join(import.meta.dirname, 'large-endpoint.ts');
  const child = fork(script, [String(hosts), String(latency)]);
  const port = await new Promise((resolve) => child.once('message', resolve));
  const url = `http://127.0.0.1:${String(port)}`;
  return {
    url,
    counts: async (now, latencyMs) => {
      const request =
        now === undefined ? {} : { method: 'PUT', body: JSON.stringify({ now, latencyMs }) };
      // The endpoint may just have closed a connection that was idle for long.
      const answer = await fetch(url, request).catch(() => fetch(url, request));
      return (await answer.json()) as { requests: number; trips: number };
    },
    close: () => {
      child.disconnect();
    },
  };
}

function report(what: string, hosts: number, value: string, goal = ''): void {
  console.log(`${what.padEnd(40)} ${String(hosts).padStart(6)} ${value.padStart(52)}   ${goal}`);
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** Fleets are followed: their hosts are known, and every minute from `since` until `now` (Unix seconds). */
function makeKnown(path: string, hosts: number, now: number, since = now): void {
  const store = FleetStore.open(path);
  store.write(() => {
    for (const hostname of namesOf(hosts)) {
      const id = store.hosts.ensure({ sourceId: 'default', hostname });
      store.hosts.wantFrom(id, hourOf(since));
      store.hosts.setPolledThrough(id, now);
    }
  });
  store.close();
}

async function benchPolls(hosts: number): Promise<void> {
  const endpoint = await startEndpoint(hosts, LATENCY_MS);
  let now = minuteOf(Date.now() / 1000);
  const clock = new TestClock(now);
  const test = openTestEngine([testSource(endpoint.url, DEFAULT_TABLE_NAMES)], clock);
  makeKnown(join(test.directory, 'fleet.db'), hosts, now);
  const sync = async (what: string, goal: string, latency = LATENCY_MS): Promise<void> => {
    await endpoint.counts(now, latency);
    clock.set(now);
    const [begin, cpu] = [performance.now(), process.cpuUsage()];
    const { newSamples, sources } = await test.engine.sync('poll');
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const { requests, trips } = await endpoint.counts();
    report(
      what,
      hosts,
      `${String(newSamples)} new, ${String(requests)} requests, ${String(trips)} trips, ` +
        `${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s)`,
      goal,
    );
    // A sync that failed has no new samples either.
    for (const { error } of sources)
      if (error !== null) report('– FAILED', hosts, `${error.code}: ${error.message}`);
  };
  await sync('first sync', '');
  for (let poll = 0; poll < 3; poll += 1) {
    now += POLL_S;
    await sync('a poll (processor time)', hosts > 1000 ? '305 requests, 3 trips, 2 s' : '');
    test.engine.cancelBackfill();
  }
  // So far away that all requests of a round are on their way before the first is answered, however busy the processor is.
  now += POLL_S;
  await sync('– from far away', '3 trips', FAR_MS);
  test.engine.cancelBackfill();
  const answers: [string, () => unknown][] = [
    ['overview', () => test.engine.overview()],
    ['heat map of 24 h', () => test.engine.answers.queries.heatMap({ metric: 'cpu', ...day(now) })],
    ['events of 24 h', () => test.engine.answers.queries.events({ ...day(now), limit: 500 })],
    [
      'series of 24 h',
      () => test.engine.answers.queries.fleetSeries({ metric: 'cpu', ...day(now) }),
    ],
  ];
  for (const [what, ask] of answers) {
    const from = process.cpuUsage();
    ask();
    const { user, system } = process.cpuUsage(from);
    report(what, hosts, `${((user + system) / 1000).toFixed(0)} ms`);
  }
  await test.dispose();
  endpoint.close();
}

/** What planning and fetching the last day of all hosts takes in memory: the heap before, and the highest within 10 s. */
async function benchBackfill(hosts: number): Promise<void> {
  const endpoint = await startEndpoint(hosts, LATENCY_MS);
  const now = minuteOf(Date.now() / 1000);
  const test = openTestEngine([testSource(endpoint.url, DEFAULT_TABLE_NAMES)], new TestClock(now));
  makeKnown(join(test.directory, 'fleet.db'), hosts, now, now - DAY_S);
  await endpoint.counts(now);
  const heap = process.memoryUsage().heapUsed;
  let highest = heap;
  const begin = performance.now();
  const synced = test.engine.sync('poll');
  while (performance.now() - begin < BACKFILL_MS) {
    await systemWait(50);
    highest = Math.max(highest, process.memoryUsage().heapUsed);
  }
  await synced;
  const { requests } = await endpoint.counts();
  report(
    '10 s of backfill: heap before, highest',
    hosts,
    `${String(requests)} requests, ${megabytes(heap)}, ${megabytes(highest)}`,
    'the same for any fleet',
  );
  test.engine.cancelBackfill();
  await test.dispose();
  endpoint.close();
}

function day(now: number): { from: number; to: number } {
  return { from: now - 86_400, to: now };
}

function systemWait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

interface Ran {
  code: number | null;
  seconds: number;
  /** Seconds of processor time; 0 if unknown. */
  cpu: number;
  /** Maximum resident size, bytes; 0 if unknown. */
  memory: number;
  printed: number;
}

async function run(args: readonly string[], dataDir: string, endpoint: string): Promise<Ran> {
  const begin = performance.now();
  const child = spawn(process.execPath, [...SCRIPT_FLAGS, CLI, ...args], {
    env: { ...cleanEnvironment(), ...dynamoEnvironment(endpoint), PY_PERF_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = 0;
  let memory = 0;
  let cpu = 0;
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.length));
  const watch = setInterval(() => {
    cpu = Math.max(cpu, processorOf(child.pid ?? 0));
    memory = Math.max(memory, residentOf(child.pid ?? 0));
  }, 20);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return { code, seconds: (performance.now() - begin) / 1000, cpu, memory, printed };
}

function residentOf(pid: number): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Linux counts in hundredths of a second. */
function processorOf(pid: number): number {
  try {
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

async function benchCommands(hosts: number): Promise<void> {
  const endpoint = await startEndpoint(hosts, LATENCY_MS);
  const dataDir = join(directory, `data-${String(hosts)}`);
  mkdirSync(dataDir);
  makeKnown(join(dataDir, 'fleet.db'), hosts, minuteOf(Date.now() / 1000) - POLL_S);
  const fresh = join(directory, `fresh-${String(hosts)}`);
  const command = async (
    what: string,
    args: readonly string[],
    goal: string,
    into = dataDir,
  ): Promise<void> => {
    await endpoint.counts(minuteOf(Date.now() / 1000));
    const { code, seconds, cpu, memory, printed } = await run(args, into, endpoint.url);
    const { requests } = await endpoint.counts();
    report(
      what,
      hosts,
      `${seconds.toFixed(1)} s (${cpu.toFixed(1)} s), ${megabytes(memory)}, ${String(requests)} requests, ` +
        `${(printed / 1024).toFixed(0)} KiB, exit ${String(code)}`,
      hosts > 1000 ? goal : '',
    );
  };
  await command('status, the first time', ['status'], '');
  await command('status', ['status'], '3 s, 250 MB');
  await command('status --json', ['status', '--json'], '3 s, 250 MB');
  await command('doctor', ['doctor'], '3 s');
  await command('history of a host, nothing known', ['history', HOST, '--hours', '24'], '', fresh);
  await command('history of a host', ['history', HOST, '--hours', '24'], '');
  endpoint.close();
}

try {
  await buildCli();
  for (const hosts of FLEETS) {
    await benchBackfill(hosts);
    await benchPolls(hosts);
    await benchCommands(hosts);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
