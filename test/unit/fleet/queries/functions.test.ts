import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLDER_SOURCE, type FunctionRun } from '../../../../contract/functions.ts';
import { DAY_S, HOUR_S, dayOf } from '../../../../contract/time.ts';
import { FunctionQueries } from '../../../../fleet/queries/functions.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { TestClock } from '../../../support/test-engine.ts';

const TODAY = dayOf(1_795_500_000);
const NOW = TODAY + 12 * HOUR_S;

let store: FleetStore;
let queries: FunctionQueries;

beforeEach(() => {
  store = openBlankStore();
  queries = new FunctionQueries({
    store,
    clock: new TestClock(NOW),
    isShown: (sourceId) => sourceId === 'default',
    folders: () => [],
    revision: () => 7,
    slowerRatio: () => 1.25,
  });
});
afterEach(() => {
  store.close();
});

let session = 0;
/** A run in which `name` was called `calls` times, each taking `seconds`, half of it on a processor. */
function ran(
  at: number,
  name: string,
  seconds: number,
  calls = 1,
  hostname = 'a',
  source = 'default',
): void {
  session += 1;
  const wall = seconds * calls;
  const timings = [{ name, calls, wall, min: seconds, max: seconds, cpu: wall / 2 }];
  const run: FunctionRun = { id: at * 1e6, session: String(session), at, hostname, timings };
  store.write(() => store.functions.add(source, [run]));
}

describe('the list of functions', () => {
  it('has figures weighted by calls, hosts, and the period before', () => {
    ran(NOW - 1.5 * DAY_S, 'load', 1);
    ran(NOW - HOUR_S, 'load', 2, 3);
    ran(NOW - HOUR_S, 'load', 4, 1, 'b');
    ran(NOW - HOUR_S, 'save', 8, 4);
    const { functions, runs, hosts } = queries.list({ from: NOW - DAY_S, to: NOW });
    expect(functions.map(({ name }) => name)).toEqual(['save', 'load']);
    expect(functions[1]).toMatchObject({
      runs: 2,
      calls: 4,
      wall: 10,
      mean: 2.5,
      min: 2,
      max: 4,
      cpuShare: 0.5,
      hosts: 2,
      before: 1,
    });
    expect(functions[1]?.trend.filter((mean) => mean !== null)).toEqual([2.5]);
    expect(functions[0]?.before).toBeNull();
    expect(runs).toBe(3);
    expect(hosts.map(({ hostname }) => hostname)).toEqual(['a', 'b']);
  });

  it('of a long range has the same figures from days as from runs', () => {
    for (let day = 0; day < 30; day += 1)
      for (let part = 0; part < 4; part += 1)
        ran(TODAY - day * DAY_S + part * 5 * HOUR_S, 'load', 1 + day, 1 + part, `h${String(part)}`);
    const from = TODAY - 20 * DAY_S + 7 * HOUR_S;
    const to = TODAY - 3 * DAY_S + 7 * HOUR_S;
    const [long] = queries.list({ from, to }).functions;
    const parts = [0, 1, 2, 3, 4, 5].flatMap((part) => {
      const third = (to - from) / 6;
      return queries.list({ from: from + part * third, to: from + (part + 1) * third }).functions;
    });
    const total = (field: 'runs' | 'calls' | 'wall'): number =>
      parts.reduce((sum, of) => sum + of[field], 0);
    expect(long).toMatchObject({
      runs: total('runs'),
      calls: total('calls'),
      wall: total('wall'),
      min: Math.min(...parts.map(({ min }) => min ?? Infinity)),
      max: Math.max(...parts.map(({ max }) => max ?? 0)),
      hosts: 4,
    });
  });

  it('of some hosts only has what ran there', () => {
    ran(NOW - HOUR_S, 'load', 1);
    ran(NOW - HOUR_S, 'load', 3, 1, 'b');
    const range = { from: NOW - DAY_S, to: NOW };
    const b = { sourceId: 'default', hostname: 'b' };
    expect(queries.list({ ...range, hosts: [b] }).functions).toMatchObject([{ runs: 1, mean: 3 }]);
    const nobody = { sourceId: 'default', hostname: 'c' };
    expect(queries.list({ ...range, hosts: [nobody] })).toMatchObject({ functions: [], runs: 0 });
  });

  it('shows runs of folders, but none of a source that is gone', () => {
    ran(NOW - HOUR_S, 'gone', 1, 1, 'a', 'removed');
    ran(NOW - HOUR_S, 'local', 1, 1, 'a', FOLDER_SOURCE);
    const { functions, hosts } = queries.list({ from: NOW - DAY_S, to: NOW });
    expect(functions.map(({ name }) => name)).toEqual(['local']);
    expect(hosts).toEqual([{ sourceId: FOLDER_SOURCE, hostname: 'a' }]);
    const page = queries.runs({ from: 0, to: NOW - 1, offset: 0, limit: 10 });
    expect(page).toMatchObject({ total: 1, runs: [{ sourceId: FOLDER_SOURCE }] });
  });
});

describe('regressions', () => {
  const nightly = (seconds: (day: number) => number, days = 28): void => {
    for (let day = 0; day < days; day += 1)
      ran(TODAY - day * DAY_S + 3 * HOUR_S, 'job', seconds(day));
  };
  const found = () => queries.list({ from: NOW - DAY_S, to: NOW }).regressions;

  it('are functions that are slower than in their own last weeks, with the day since', () => {
    nightly((day) => (day < 6 ? 15 : 10) + (day % 3) / 10);
    expect(found()).toMatchObject([
      { name: 'job', hostname: 'a', since: TODAY - 5 * DAY_S, runs: 6 },
    ]);
    expect(found()[0]?.before).toBeCloseTo(10.1, 1);
    expect(found()[0]?.after).toBeCloseTo(15.1, 1);
  });

  it.each([
    ['steady', (day: number) => 10 + (day % 3)],
    ['slow for one night', (day: number) => (day === 0 ? 30 : 10)],
    ['noisy', (day: number) => (day < 3 ? 14 : ([4, 8, 12, 16][day % 4] ?? 0))],
    ['faster', (day: number) => (day < 3 ? 5 : 10)],
  ])('do not include a function that is %s', (_, seconds) => {
    nightly(seconds);
    expect(found()).toEqual([]);
  });

  it('need ten runs before', () => {
    nightly((day) => (day < 3 ? 20 : 10), 12);
    expect(found()).toEqual([]);
    nightly((day) => (day < 3 ? 20 : 10), 13);
    expect(found()).toHaveLength(1);
  });
});

describe('a function', () => {
  it('has an entry per run, and per day of a long range', () => {
    for (let day = 0; day < 50; day += 1) ran(TODAY - day * DAY_S + HOUR_S, 'job', 1 + day, 2);
    const short = queries.history({ name: 'job', from: TODAY - 10 * DAY_S, to: NOW });
    expect(short).toMatchObject({ resolution: 'run', summary: { runs: 11 } });
    expect(Array.from(short.mean)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(short.keys).toHaveLength(11);
    const long = queries.history({ name: 'job', from: TODAY - 40 * DAY_S, to: NOW });
    expect(long).toMatchObject({ resolution: 'day', summary: { runs: 41 } });
    expect(Array.from(long.at.slice(-2))).toEqual([TODAY - DAY_S, TODAY]);
  });

  it('that is unknown is an error', () => {
    expect(() => queries.history({ name: 'x', from: 0, to: NOW })).toThrow('No run has');
  });
});

describe('what ran on a host in a minute', () => {
  const then = (at: number, hostname = 'a') =>
    queries.ranThen({ sourceId: 'default', hostname, at }).functions.map(({ name }) => name);

  it('is what had begun by then, as far as is known, and had not ended', () => {
    ran(NOW, 'long', 600);
    ran(NOW - 300, 'short', 5);
    ran(NOW, 'elsewhere', 600, 1, 'b');
    ran(NOW, 'local', 100, 1, 'a', FOLDER_SOURCE);
    ran(NOW, 'gone', 600, 1, 'a', 'removed');
    expect(then(NOW - 700)).toEqual([]);
    expect(then(NOW - 590)).toEqual(['long']);
    expect(then(NOW - 300)).toEqual(['long', 'short']);
    expect(then(NOW - 30)).toEqual(['long', 'local']);
    expect(then(NOW + 61)).toEqual([]);
    expect(then(NOW - 300, 'nobody')).toEqual([]);
  });

  it('has a function with call times only if a call overlaps the minute', () => {
    const timing = (name: string, at: number | null) => ({
      name,
      calls: 1,
      wall: 600,
      min: 1,
      max: 600,
      cpu: 1,
      singles: [{ wall: 1, at }],
    });
    const timings = [timing('early', NOW - 590), timing('late', NOW - 10), timing('unknown', null)];
    store.write(() =>
      store.functions.add('default', [{ id: 1, session: 's', at: NOW, hostname: 'a', timings }]),
    );
    expect(then(NOW - 590)).toEqual(['early', 'unknown']);
    expect(then(NOW - 10)).toEqual(['late', 'unknown']);
    const [late, other] = queries.ranThen({
      sourceId: 'default',
      hostname: 'a',
      at: NOW - 10,
    }).functions;
    expect([late?.exact, other?.exact]).toEqual([true, false]);
  });
});

describe('runs', () => {
  it('are counted exactly and come page by page, newest first', () => {
    for (let minute = 0; minute < 25; minute += 1) ran(NOW - minute * 60, 'f', 1);
    const page = queries.runs({ from: 0, to: NOW + 1, offset: 20, limit: 10 });
    expect(page.total).toBe(25);
    expect(page.runs.map(({ at }) => at)).toEqual([20, 21, 22, 23, 24].map((m) => NOW - m * 60));
  });

  it('have their functions, with percentiles where calls were kept, and their siblings', () => {
    const singles = Array.from({ length: 100 }, (_, n) => ({ wall: (n + 1) / 128, at: null }));
    const timings = [{ name: 'f', calls: 100, wall: 50, min: 0, max: 1, cpu: null, singles }];
    const base = { session: 'x', hostname: 'a', timings };
    store.write(() =>
      store.functions.add('default', [
        { ...base, id: 1, at: NOW },
        {
          ...base,
          id: 2,
          at: NOW + 1,
          timings: [{ name: 'g', calls: 1, wall: 1, min: 1, max: 1, cpu: 1 }],
        },
      ]),
    );
    const { runs } = queries.runs({ from: 0, to: NOW + 2, offset: 0, limit: 10 });
    const detail = queries.run({ key: runs[1]?.key ?? 0 });
    expect(detail.functions).toMatchObject([
      {
        name: 'f',
        cpu: null,
        percentiles: { calls: 100, p50: 50 / 128, p95: 95 / 128, p99: 99 / 128 },
      },
    ]);
    expect(detail.siblings).toMatchObject([{ at: NOW + 1, state: 'shared' }]);
    expect(() => queries.run({ key: 5 })).toThrow('not known');
  });
});
