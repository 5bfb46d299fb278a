import type {
  FunctionDifference,
  FunctionHistory,
  FunctionList,
  FunctionRunRow,
  FunctionSummary,
} from '../../../contract/functions.ts';
import { FOLDER_SOURCE, TREND_STEPS } from '../../../contract/functions.ts';
import { DAY_S, HOUR_S, dayOf } from '../../../contract/time.ts';
import { ok } from '../../../contract/result.ts';
import { sequence } from './sequence.ts';
import type { HarnessOptions, World } from './world.ts';

const NAMES = [
  'import_orders',
  'load_customers',
  'write_report',
  '<lambda>',
  'parse_row',
  '__init__',
  'fetch_exchange_rates_for_all_currencies_of_the_last_quarter',
  'send_mail',
];
const HOSTS = [
  { sourceId: 'default', hostname: 'web-01.fra.example.net' },
  { sourceId: 'default', hostname: 'db-01.fra.example.net' },
  { sourceId: FOLDER_SOURCE, hostname: 'laptop' },
];
const RUNS = 230;

function summary(name: string, index: number): FunctionSummary {
  const next = sequence(7 + index);
  const mean = 40 / 4 ** index;
  const calls = 20 * 3 ** index;
  return {
    name,
    runs: 60,
    calls,
    wall: mean * calls,
    mean,
    min: mean / 3,
    max: mean * 4,
    cpuShare: index === 5 ? null : ([0.95, 0.12, 0.5][index % 3] ?? null),
    hosts: 1 + (index % 3),
    before: index === 4 ? null : mean / (index === 0 ? 1.6 : 1.02),
    trend: Array.from({ length: TREND_STEPS }, (_, step) =>
      step % 7 === 6 ? null : mean * (index === 0 && step > 16 ? 1.6 : 1) * (0.9 + next() / 5),
    ),
  };
}

function row(now: number, index: number): FunctionRunRow {
  const host = HOSTS[index % HOSTS.length] ?? { sourceId: 'default', hostname: '?' };
  const state = index % 11 === 3 ? 'superseded' : index % 13 === 5 ? 'shared' : 'counted';
  return {
    ...host,
    key: 1000 + index,
    at: now - index * 1500 - 60,
    functions: NAMES.length,
    wall: 40 + (index % 9),
    state,
  };
}

function history(name: string, from: number, to: number): FunctionHistory {
  const next = sequence(3);
  const count = 40;
  const at = Float64Array.from(
    { length: count },
    (_, n) => from + ((n + 0.5) / count) * (to - from),
  );
  const mean = at.map((_, n) => (n > 28 ? 16 : 10) * (0.92 + next() / 6));
  return {
    name,
    resolution: 'run',
    at,
    mean,
    low: mean.map((value) => value * 0.7),
    high: mean.map((value) => value * 1.3),
    calls: at.map(() => 3),
    runs: at.map(() => 1),
    host: Uint32Array.from(at, (_, n) => n % 2),
    hosts: HOSTS.slice(0, 2),
    summary: summary(name, 0),
    keys: at.map((_, n) => 1000 + n),
    percentiles: { calls: 120, p50: 9.8, p95: 16.4, p99: 17.1 },
    revision: 1,
  };
}

/** The first has slowed down, the second is faster, the others are unchanged; the last has too few runs. */
function difference(name: string, index: number): FunctionDifference {
  const { mean, calls, wall } = summary(name, index);
  const factor = [1.58, 0.7][index] ?? 1;
  const few = index === NAMES.length - 1;
  const side = (of: number, entries: number) => ({
    runs: entries,
    calls,
    wall: wall * of,
    mean: mean * of,
    entries,
  });
  return {
    name,
    before: side(1, few ? 2 : 30),
    after: side(factor, 28),
    compared: few
      ? null
      : {
          before: mean,
          after: mean * factor,
          ratio: factor,
          low: factor * 0.93,
          high: factor * 1.08,
        },
  };
}

/** Answers about runs of the py-perf library; without `runs` there are none. */
export function functionAnswers(options: HarnessOptions, now: number): World {
  const known = options.runs === true;
  const all = Array.from({ length: known ? RUNS : 0 }, (_, index) => row(now, index));
  const list: FunctionList = {
    functions: known ? NAMES.map(summary) : [],
    regressions: known
      ? [
          {
            sourceId: 'default',
            hostname: 'web-01.fra.example.net',
            name: 'import_orders',
            since: dayOf(now) - 5 * DAY_S,
            before: 25,
            after: 40,
            runs: 6,
          },
        ]
      : [],
    hosts: known ? HOSTS : [],
    runs: all.length,
    folders: known
      ? [
          {
            path: '/home/me/jobs/perf_data',
            files: 230,
            unreadable: 1,
            problems: [
              {
                name: 'perf_data_1795500000_0a1b2c3d.json',
                problem: 'the file: not JSON, or not all of it',
              },
            ],
            readAt: now,
            error: null,
          },
        ]
      : [],
    revision: 1,
  };
  return {
    functionList: ({ hosts }) =>
      ok(hosts === undefined || hosts.length > 0 ? list : { ...list, functions: [], runs: 0 }),
    functionHistory: ({ name, from, to }) => ok(history(name, from, to)),
    functionCompare: () =>
      ok({ resolution: 'run', functions: known ? NAMES.map(difference) : [], revision: 1 }),
    functionRuns: ({ hosts, offset, limit }) => {
      const of = all.filter(
        (run) => hosts === undefined || hosts.some(({ hostname }) => hostname === run.hostname),
      );
      return ok({ total: of.length, runs: of.slice(offset, offset + limit), revision: 1 });
    },
    functionRun: ({ key }) => {
      const run = row(now, key - 1000);
      return ok({
        run,
        functions: NAMES.map((name, index) => {
          const { calls, wall, min, max } = summary(name, index);
          const percentiles = index === 0 ? { calls: 20, p50: 30, p95: 60, p99: 70 } : null;
          const next = sequence(index + 1);
          const singles = Array.from({ length: 20 }, () => ({
            at: run.at - 60 * next(),
            wall: 1.5,
          }));
          const kept = index < 2 ? { singles } : {};
          return { name, calls, wall, min, max, cpu: wall / 2, percentiles, ...kept };
        }),
        siblings: [{ ...run, key: key + 1, at: run.at + HOUR_S, state: 'shared' }],
      });
    },
    functionArguments: ({ name }) =>
      ok({
        name,
        calls: [
          { wall: 1.5, args: '["<b>orders</b>.csv"]', kwargs: '{"token":"secret"}' },
          { wall: 2.25, args: '[]', kwargs: '' },
        ],
      }),
    functionsThen: ({ sourceId, hostname, at }) => {
      const ran = known && hostname.startsWith('web-01');
      const functions = NAMES.slice(0, ran ? 4 : 0).map((name, index) => {
        const { calls, wall } = summary(name, index);
        return { name, key: 1000, at: at + 40, calls, wall, exact: index === 0 };
      });
      return ok({ sourceId, hostname, minute: at - (at % 60), functions });
    },
    functionTables: () =>
      ok([
        {
          sourceId: 'default',
          state: 'idle',
          indexed: false,
          tableBytes: 4e9,
          readUnits: 488_282,
          cost: 0.061,
          seconds: 390_625,
          segments: { done: 0, total: 8 },
          itemsRead: 0,
          unitsUsed: 0,
          readThrough: null,
          withinBudget: false,
          error: null,
        },
      ]),
    chooseFunctionFolder: () => ok(false),
  };
}
