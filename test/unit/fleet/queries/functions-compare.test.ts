import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareMeans } from '../../../../contract/function-compare.ts';
import type { FunctionRun } from '../../../../contract/functions.ts';
import { DAY_S, HOUR_S, dayOf } from '../../../../contract/time.ts';
import { FunctionQueries } from '../../../../fleet/queries/functions.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { TestClock } from '../../../support/test-engine.ts';

const TODAY = dayOf(1_795_500_000);

let store: FleetStore;
let queries: FunctionQueries;

beforeEach(() => {
  store = openBlankStore();
  queries = new FunctionQueries({
    store,
    clock: new TestClock(TODAY + DAY_S),
    isShown: () => true,
    folders: () => [],
    revision: () => 7,
    slowerRatio: () => 1.25,
  });
});
afterEach(() => {
  store.close();
});

let session = 0;
function ran(at: number, means: Record<string, number>, hostname = 'a', calls = 1): void {
  session += 1;
  const timings = Object.entries(means).map(([name, mean]) => ({
    name,
    calls,
    wall: mean * calls,
    min: null,
    max: null,
    cpu: null,
  }));
  const run: FunctionRun = { id: at * 1e6, session: String(session), at, hostname, timings };
  store.write(() => store.functions.add('default', [run]));
}

/** What is the same at each of `n` times from `from` on, an hour apart, with a little noise. */
const noise = (index: number): number => 1 + (index % 3) / 8;

describe('two periods by function', () => {
  const before = { from: TODAY - 2 * DAY_S, to: TODAY - DAY_S };
  const after = { from: TODAY - DAY_S, to: TODAY };

  it('have the ratio of their runs, slowest first, and none if a side has too few', () => {
    for (let index = 0; index < 8; index += 1) {
      ran(before.from + index * HOUR_S, { load: noise(index), save: 4, rare: 1 }, 'a', 3);
      const rare = index < 4 ? { rare: 9 } : {};
      ran(after.from + index * HOUR_S, { load: 2 * noise(index), save: 2, ...rare, fresh: 1 });
    }
    const { functions, resolution, revision } = queries.compare({ before, after });
    expect({ resolution, revision }).toEqual({ resolution: 'run', revision: 7 });
    expect(functions.map(({ name }) => name)).toEqual(['load', 'save', 'rare', 'fresh']);
    const [load, save, rare, fresh] = functions;
    const first = Array.from({ length: 8 }, (_, index) => noise(index));
    expect(load?.compared?.ratio).toBeCloseTo(2, 6);
    expect(load?.compared?.low).toBeCloseTo(
      compareMeans(
        first,
        first.map((mean) => 2 * mean),
      )?.low ?? NaN,
      6,
    );
    expect(load?.before).toMatchObject({ runs: 8, calls: 24, entries: 8 });
    expect(save?.compared).toMatchObject({ ratio: expect.closeTo(0.5, 6) as number });
    expect(rare).toMatchObject({ compared: null, before: { runs: 8 }, after: { runs: 4 } });
    expect(fresh).toMatchObject({ compared: null, before: null, after: { mean: 1 } });
  });

  it('that are long, or older than single runs are kept, are compared by days', () => {
    for (let day = 80; day > 0; day -= 1)
      for (const hour of [1, 5])
        ran(TODAY - day * DAY_S + hour * HOUR_S, { load: day > 40 ? 1 : 3 });
    const [long] = [40, 0].map((day) => TODAY - day * DAY_S);
    const compared = queries.compare({
      before: { from: TODAY - 80 * DAY_S, to: long ?? 0 },
      after: { from: long ?? 0, to: TODAY },
    });
    expect(compared).toMatchObject({
      resolution: 'day',
      functions: [{ before: { runs: 80, entries: 40 }, after: { runs: 80, entries: 40 } }],
    });
    expect(compared.functions[0]?.compared?.ratio).toBeCloseTo(3, 6);
    store.write(() => {
      store.functions.prune(TODAY - 30 * DAY_S, 0);
    });
    const pruned = queries.compare({
      before: { from: TODAY - 70 * DAY_S, to: TODAY - 60 * DAY_S },
      after: { from: TODAY - 10 * DAY_S, to: TODAY },
    });
    expect(pruned).toMatchObject({
      resolution: 'day',
      functions: [{ before: { runs: 20 }, after: { runs: 20 } }],
    });
  });
});

it('two hosts are compared in the same period; an unknown host has no runs', () => {
  for (let index = 0; index < 6; index += 1) {
    ran(TODAY + index * HOUR_S, { load: noise(index) }, 'a');
    ran(TODAY + index * HOUR_S, { load: 1.5 * noise(index) }, 'b');
  }
  const range = { from: TODAY, to: TODAY + DAY_S };
  const side = (hostname: string) => ({ ...range, hosts: [{ sourceId: 'default', hostname }] });
  const [load] = queries.compare({ before: side('a'), after: side('b') }).functions;
  expect(load?.compared?.ratio).toBeCloseTo(1.5, 6);
  expect(load?.before).toMatchObject({ runs: 6 });
  const [alone] = queries.compare({ before: side('nobody'), after: side('b') }).functions;
  expect(alone).toMatchObject({ before: null, compared: null });
});
