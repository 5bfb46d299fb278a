/**
 * What runs of the py-perf library take in the local store, and how long answers and an import from a folder take: 100,000
 * runs of 30 functions over a year, on ten hosts. Times are of the processor, which other work on the machine hardly
 * changes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionRun } from '../../contract/functions.ts';
import { DAY_S } from '../../contract/time.ts';
import { FunctionQueries } from '../../fleet/queries/functions.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { FunctionFolders } from '../../fleet/sync/functions-folders.ts';
import { systemClock } from '../../platform/clock.ts';
import { libraryFile } from '../support/made-up/python-runs.ts';
import { silentLogger } from '../support/test-engine.ts';

const RUNS = 100_000;
const FUNCTIONS = 30;
const HOSTS = 10;
const FILES = 10_000;
const NOW = Math.floor(Date.now() / 1000);
const YEAR = { from: NOW - 365 * DAY_S, to: NOW };

const directory = mkdtempSync(join(tmpdir(), 'py-perf-functions-'));

function report(what: string, value: string, goal = ''): void {
  console.log(`${what.padEnd(58)} ${value.padStart(18)}   ${goal}`);
}

/** The n-th of `count` runs of the year. */
function run(n: number, count: number): FunctionRun {
  const at = YEAR.from + ((n + 0.5) / count) * 365 * DAY_S;
  return {
    id: Math.round(at * 1e6),
    session: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    at,
    hostname: `batch-${String(n % HOSTS)}`,
    timings: Array.from({ length: FUNCTIONS }, (_, fn) => {
      const mean = (fn + 1) * 0.01 * (1 + ((n * 31 + fn) % 17) / 50);
      const calls = 1 + ((n + fn * 7) % 400);
      return {
        name: `module_function_${String(fn)}`,
        calls,
        wall: mean * calls,
        min: mean / 3,
        max: mean * 5,
        cpu: mean * calls * 0.6,
      };
    }),
  };
}

/** Milliseconds of the processor that `work` takes. */
function cpuOf(work: () => unknown): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** The median of five times, after one that warms up. */
function typical(work: () => unknown): string {
  work();
  const times = Array.from({ length: 5 }, () => cpuOf(work)).sort((a, b) => a - b);
  return `${(times[2] ?? NaN).toFixed(1)} ms`;
}

const queriesOn = (store: FleetStore): FunctionQueries =>
  new FunctionQueries({
    store,
    clock: systemClock,
    isShown: () => true,
    folders: () => [],
    revision: () => 1,
    slowerRatio: () => 1.25,
  });

function benchStore(): void {
  const store = FleetStore.open(join(directory, 'store.db'));
  const empty = store.bytes();
  for (let first = 0; first < RUNS; first += 1000) {
    const runs = Array.from({ length: 1000 }, (_, n) => run(first + n, RUNS));
    store.write(() => store.functions.add('default', runs));
  }
  const perTiming = (store.bytes() - empty) / (RUNS * FUNCTIONS);
  report('bytes a function and run, all pages', perTiming.toFixed(1), 'goal 40');
  const queries = queriesOn(store);
  const month = { from: NOW - 30 * DAY_S, to: NOW };
  report(
    'Functions page, a month',
    typical(() => queries.list(month)),
    'goal 100 ms',
  );
  report(
    'Functions page, a year',
    typical(() => queries.list(YEAR)),
    'goal 100 ms',
  );
  const name = 'module_function_7';
  report(
    'a function, a month, run by run',
    typical(() => queries.history({ name, ...month })),
  );
  report(
    'a function, a year',
    typical(() => queries.history({ name, ...YEAR })),
    'goal 50 ms',
  );
  const page = { ...YEAR, offset: 50_000, limit: 100 };
  report(
    'page 501 of the runs',
    typical(() => queries.runs(page)),
  );
  store.close();
}

async function benchImport(): Promise<void> {
  const folder = mkdtempSync(join(directory, 'files-'));
  for (let n = 0; n < FILES; n += 1) {
    const { name, text } = libraryFile(run(n, FILES));
    writeFileSync(join(folder, name), text);
  }
  const store = FleetStore.open(join(directory, 'import.db'));
  const folders = new FunctionFolders({
    store,
    clock: systemClock,
    logger: silentLogger,
    folders: () => [folder],
    onStored: () => undefined,
  });
  const begin = process.cpuUsage();
  await folders.read(folder);
  const { user, system } = process.cpuUsage(begin);
  const stored = store.functionReader.count(0, NOW + 1, []);
  if (stored !== FILES) throw new Error(`${String(stored)} of ${String(FILES)} runs were stored`);
  const perSecond = FILES / ((user + system) / 1e6);
  report('runs a second from a folder', perSecond.toFixed(0), 'goal 5,000');
  store.close();
}

try {
  benchStore();
  await benchImport();
} finally {
  rmSync(directory, { recursive: true });
}
