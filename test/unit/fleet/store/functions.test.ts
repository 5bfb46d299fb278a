import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionRun, FunctionTiming } from '../../../../contract/functions.ts';
import { DAY_S, dayOf } from '../../../../contract/time.ts';
import { decodeTimings, encodeTimings } from '../../../../fleet/store/functions-codec.ts';
import type { DayTiming } from '../../../../fleet/store/functions-codec.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { checkProperty } from '../../../support/property.ts';

const NOON = dayOf(1_795_500_000) + DAY_S / 2;
const RETENTION = { minuteDays: 90, rollupMonths: 1, forgetDays: 90, functionDays: 10 };

let store: FleetStore;
beforeEach(() => {
  store = openBlankStore();
});
afterEach(() => {
  store.close();
});

const timing = (over: Partial<FunctionTiming> = {}): FunctionTiming => ({
  name: 'load',
  calls: 2,
  wall: 3,
  min: 1,
  max: 2,
  cpu: 1.5,
  ...over,
});

let session = 0;
const run = (
  at: number,
  timings: FunctionTiming[],
  over: Partial<FunctionRun> = {},
): FunctionRun => {
  session += 1;
  return { id: at * 1e6, session: `s-${String(session)}`, at, hostname: 'a', timings, ...over };
};
const add = (runs: readonly FunctionRun[]): number =>
  store.write(() => store.functions.add('default', runs));

function days(
  from = 0,
  to = NOON + 400 * DAY_S,
): (Omit<DayTiming, 'fn'> & { name: string; day: number })[] {
  const names = store.functionReader.names();
  const found: (Omit<DayTiming, 'fn'> & { name: string; day: number })[] = [];
  store.functionReader.days.each({ from, to }, ({ fn, ...of }, day) => {
    found.push({ ...of, name: names.get(fn) ?? '?', day });
  });
  return found;
}

const states = (from = 0, to = NOON * 2): string[] =>
  store.functionReader
    .page(from, to, [], { offset: 0, limit: 1000 })
    .map(({ state }) => state)
    .reverse();

describe('the packed timings of a run', () => {
  const float = fc.oneof(fc.float({ min: 0, noDefaultInfinity: true }), fc.constant(NaN));
  const entry = fc.record({
    fn: fc.integer({ min: 1, max: 2 ** 40 }),
    calls: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    wall: float,
    cpu: float,
    min: float,
    max: float,
  });

  it('survive a round trip', () => {
    checkProperty(
      fc.property(fc.uniqueArray(entry, { selector: ({ fn }) => fn, maxLength: 20 }), (list) => {
        const sorted = list.toSorted((a, b) => a.fn - b.fn);
        expect(decodeTimings(encodeTimings(sorted))).toEqual(sorted);
      }),
    );
  });
});

describe('runs', () => {
  it('are summed by day and host', () => {
    add([
      run(NOON, [timing(), timing({ name: 'save', calls: 1, wall: 0.5, min: 0.5, max: 0.5 })]),
      run(NOON + 60, [timing({ calls: 1, wall: 4, min: 4, max: 4 })]),
      run(NOON + DAY_S, [timing()]),
      run(NOON, [timing()], { hostname: 'b' }),
    ]);
    const load = days().filter(({ name }) => name === 'load');
    expect(load).toHaveLength(3);
    expect(load[0]).toEqual({
      name: 'load',
      day: dayOf(NOON),
      calls: 3,
      runs: 2,
      wall: 7,
      cpu: 3,
      min: 1,
      max: 4,
      low: 1.5,
      high: 4,
    });
  });

  it('that exist already are not stored again', () => {
    const twice = [run(NOON, [timing()]), run(NOON + 1, [timing()])];
    expect(add(twice)).toBe(2);
    expect(add(twice)).toBe(0);
    expect(days()).toMatchObject([{ runs: 2, calls: 4 }]);
  });

  it('whose ids collide are distinguished by session and time', () => {
    const id = NOON * 1e6;
    expect(add([run(NOON, [timing()], { id }), run(NOON, [timing()], { id })])).toBe(2);
    expect(add([run(NOON + 0.25, [timing()], { id, session: 'same' })])).toBe(1);
    expect(add([run(NOON + 0.5, [timing()], { id, session: 'same' })])).toBe(1);
    expect(store.functionReader.count(0, NOON * 2, [])).toBe(4);
  });

  it('with calls that were kept have them', () => {
    const singles = [
      { wall: 1, at: NOON - 5 },
      { wall: 2, at: null },
    ];
    add([run(NOON, [timing({ singles })])]);
    const [first] = store.functionReader.page(0, NOON * 2, [], { offset: 0, limit: 1 });
    const [calls] = store.functionReader.calls(first?.key ?? 0).values();
    expect(Array.from(calls?.wall ?? [])).toEqual([1, 2]);
    expect(Array.from(calls?.at ?? [])).toEqual([NOON - 5, NaN]);
  });

  it('are stored completely or not at all', () => {
    expect(() =>
      store.write(() => {
        store.functions.add('default', [run(NOON, [timing({ name: 'new' })])]);
        throw new Error('no');
      }),
    ).toThrow('no');
    add([run(NOON, [timing()]), run(NOON + 1, [timing({ name: 'new' })])]);
    expect(new Set(days().map(({ name }) => name))).toEqual(new Set(['load', 'new']));
  });
});

describe('uploads of one session', () => {
  const early = timing({ calls: 2, wall: 3, min: 1, max: 2 });
  const late = timing({ calls: 3, wall: 3.5, min: 0.5, max: 2 });
  const same = { session: 'one' };

  it.each([[['early', 'late']], [['late', 'early']]])(
    'count once if the later contains the earlier, in the order %j',
    (order) => {
      const uploads = {
        early: run(NOON, [early], same),
        late: run(NOON + 60, [late, timing({ name: 'exit' })], same),
      };
      for (const name of order) add([uploads[name as 'early' | 'late']]);
      expect(states()).toEqual(['superseded', 'counted']);
      expect(days().find(({ name }) => name === 'load')).toMatchObject({ runs: 1, calls: 3 });
    },
  );

  it('count once if the clock stepped back between them', () => {
    add([run(NOON, [early], same), run(NOON - DAY_S, [late], same)]);
    expect(states()).toEqual(['counted', 'superseded']);
    expect(days()).toMatchObject([{ day: dayOf(NOON - DAY_S), runs: 1, calls: 3 }]);
  });

  it('that are equal count once, for the later', () => {
    for (const at of [NOON, NOON - 60, NOON + 60]) add([run(at, [early], same)]);
    expect(states()).toEqual(['superseded', 'superseded', 'counted']);
  });

  it('are removed from the day of the earlier one', () => {
    add([run(NOON, [early], same), run(NOON, [timing()])]);
    add([run(NOON + DAY_S, [late], same)]);
    expect(days()).toMatchObject([
      { day: dayOf(NOON), runs: 1 },
      { day: dayOf(NOON + DAY_S), runs: 1, calls: 3 },
    ]);
  });

  it('each count, marked, if none contains another: forked children', () => {
    add([
      run(NOON, [timing({ calls: 5, wall: 5, min: 0.9, max: 1.1 })], same),
      run(NOON + 1, [timing({ calls: 4, wall: 6, min: 0.8, max: 1.2 })], same),
    ]);
    expect(states()).toEqual(['shared', 'shared']);
    expect(days()).toMatchObject([{ runs: 2, calls: 9 }]);
  });

  it('each count if the later only seems to contain the earlier: no extreme is the same', () => {
    add([
      run(NOON, [timing({ calls: 2, wall: 2, min: 0.9, max: 1.1 })], same),
      run(NOON + 1, [timing({ calls: 4, wall: 6, min: 0.8, max: 1.2 })], same),
    ]);
    expect(states()).toEqual(['shared', 'shared']);
  });

  it('give the same figures in any order and grouping', () => {
    const upload = fc.record({
      who: fc.integer({ min: 0, max: 3 }),
      at: fc.integer({ min: 0, max: 4 * 86_400 }),
      calls: fc.integer({ min: 1, max: 3 }),
      wall: fc.integer({ min: 1, max: 4 }),
    });
    const key = ({ who, at }: { who: number; at: number }): string =>
      `${String(who)} ${String(at)}`;
    let tries = 0;
    checkProperty(
      fc.property(
        fc.uniqueArray(upload, { selector: key, maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        (uploads, random) => {
          const runs = uploads.map(({ who, at, calls, wall }) =>
            run(at, [timing({ calls, wall, min: 1, max: wall })], { session: String(who) }),
          );
          const order = (list: FunctionRun[]): FunctionRun[] =>
            list
              .map((entry) => ({ entry, at: Number(random.next().value) }))
              .sort((a, b) => a.at - b.at)
              .map(({ entry }) => entry);
          const figures = (groups: FunctionRun[][]): unknown => {
            // Each try has days and sessions of its own: to open a store takes longer than all the rest.
            tries += 1;
            const start = NOON + tries * 10 * DAY_S;
            const own = ({ at, session: name, ...rest }: FunctionRun): FunctionRun => ({
              ...rest,
              at: start + at,
              session: `${String(tries)}-${name}`,
            });
            for (const group of groups) add(group.map(own));
            const range = [start - DAY_S / 2, start + 9 * DAY_S] as const;
            return [days(...range).map((of) => ({ ...of, day: of.day - start })), states(...range)];
          };
          const wanted = figures([runs]);
          expect(figures(order(runs).map((entry) => [entry]))).toEqual(wanted);
        },
      ),
      { runs: 60 },
    );
  });
});

describe('retention', () => {
  it('forgets runs, keeps the figures of their days, and stores neither again', () => {
    const old = run(NOON, [timing()]);
    const kept = run(NOON + 5 * DAY_S, [timing()]);
    add([old, kept]);
    store.applyRetention(RETENTION, NOON + 11 * DAY_S);
    expect(store.functionReader.count(0, NOON * 2, [])).toBe(1);
    expect(days()).toHaveLength(2);
    expect(add([old, kept])).toBe(0);
    expect(days()).toHaveLength(2);
  });

  it('forgets the figures of days as quarter hours', () => {
    add([run(NOON, [timing()])]);
    for (let week = 1; week < 6; week += 1)
      store.applyRetention(RETENTION, NOON + week * 7 * DAY_S);
    expect(days()).toEqual([]);
  });
});
