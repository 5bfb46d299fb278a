import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';
import {
  ORACLE_OPTIONS,
  ORACLE_START,
  endBy,
  ending,
  middleOf,
  rowsOf,
  spreadOf,
  writeSamples,
  type SampleAt,
} from '../../../support/kind-oracle.ts';
import { checkProperty } from '../../../support/property.ts';

/* Oracles for the kinds that no threshold on a metric finds: reboots, cost, and functions that have become slower. */

const runs = fc.array(
  fc.record({
    minutes: fc.integer({ min: 4, max: 40 }),
    away: fc.integer({ min: 1, max: 25 }),
    /** Starts while it is away; the last one is what the samples can tell. */
    starts: fc.integer({ min: 0, max: 2 }),
    /** Seconds before the first sample after it. */
    ago: fc.integer({ min: 1, max: 59 }),
    /** Read only after what follows. */
    isLate: fc.boolean(),
    isMaintained: fc.boolean(),
    how: ending,
  }),
  { minLength: 2, maxLength: 8 },
);

it('rebooted: each start between two samples is found once, in any order of samples', () => {
  checkProperty(
    fc.property(
      runs,
      fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 7 }),
      (list, jitter) => {
        const scene = new AlertScene(ORACLE_START, { rebooted: { enabled: true } });
        scene.begin({});
        const origin = scene.now;
        const expected: { at: number; maintenance: boolean }[] = [];
        const chunks: {
          values: SampleAt[];
          isLate: boolean;
          how: string;
        }[] = [];
        const maintenance = [];
        let minute = 0;
        let startedAt = origin - 40 * DAY_S;
        for (const [index, run] of list.entries()) {
          const values = Array.from({ length: run.minutes }, (_, offset) => {
            const at = origin + (minute + offset) * MINUTE_S;
            return { minute: at, uptimeS: at + (jitter[offset % jitter.length] ?? 0) - startedAt };
          });
          chunks.push({ values, isLate: run.isLate, how: run.how });
          minute += run.minutes + run.away;
          if (run.starts === 0 || index === list.length - 1) continue;
          startedAt = origin + minute * MINUTE_S - run.ago;
          expected.push({ at: startedAt, maintenance: run.isMaintained });
          if (run.isMaintained)
            maintenance.push({
              id: `m-${String(index)}`,
              scope: { kind: 'host' as const, ...ref('db') },
              from: startedAt - 2 * MINUTE_S,
              until: startedAt + 2 * MINUTE_S,
              note: '',
            });
        }
        scene.configure({ rebooted: { enabled: true }, maintenance });
        const order: typeof chunks = [];
        for (let index = 0; index < chunks.length; index += 1) {
          const [chunk, next] = chunks.slice(index, index + 2);
          const isSwapped = chunk?.isLate === true && next !== undefined;
          order.push(...[chunk, next].slice(0, isSwapped ? 2 : 1).flatMap((one) => one ?? []));
          if (!isSwapped) continue;
          order.push(...order.splice(-2).reverse());
          index += 1;
        }
        scene.clock.advance((minute + 1) * MINUTE_S);
        for (const { values, how } of order) {
          writeSamples(scene, values);
          scene.sync();
          endBy(scene, how);
        }
        scene.sync();
        const found = rowsOf(scene, 'rebooted');
        scene.dispose();
        expect(found.map(({ maintenance: isHeld }) => isHeld)).toEqual(
          expected.map((start) => start.maintenance),
        );
        // The samples of a minute lie anywhere in it.
        for (const [index, { at }] of expected.entries())
          expect(Math.abs((found[index]?.startedAt ?? 0) - at)).toBeLessThan(MINUTE_S);
      },
    ),
    ORACLE_OPTIONS,
  );
});

const spending = fc.array(
  fc.record({
    hours: fc.integer({ min: 1, max: 120 }),
    cents: fc.integer({ min: 0, max: 400 }),
    isWritten: fc.boolean(),
    /** Dollars; 0: switched off; undefined: as before. */
    limit: fc.option(fc.constantFrom(0, 3, 5, 8), { nil: undefined }),
    how: ending,
  }),
  { minLength: 6, maxLength: 24 },
);

it('cost: an alert lasts while the month is over the limit, and no longer', () => {
  checkProperty(
    fc.property(spending, (list) => {
      const scene = new AlertScene(ORACLE_START);
      scene.begin({});
      const spent: { month: string; dollars: number }[] = [];
      const expected: { from: number; to: number | null; limit: number; cents: number }[] = [];
      let limit = 0;
      for (const step of list) {
        endBy(scene, step.how);
        scene.clock.advance(step.hours * HOUR_S);
        const month = new Date(scene.now * 1000).toISOString().slice(0, 7);
        // A rest that keeps sums away from whole cents, which two ways of adding may put on either side.
        const dollars = step.cents / 100 + 0.0013;
        const units = (dollars / (step.isWritten ? 0.625 : 0.125)) * 1e6;
        const use = {
          sourceId: 'default',
          operation: 'poll',
          role: 'system',
          requests: 1,
        } as const;
        scene.store.write(() => {
          const [readUnits, writeUnits] = step.isWritten ? [0, units] : [units, 0];
          scene.store.capacity.add({ ...use, readUnits, writeUnits }, scene.now);
        });
        spent.push({ month, dollars });
        limit = step.limit ?? limit;
        scene.configure(limit === 0 ? {} : { cost: { enabled: true, dollars: limit } });
        scene.sync();
        const sum = spent.reduce(
          (total, one) => total + (one.month === month ? one.dollars : 0),
          0,
        );
        const first = Date.parse(`${month}-01T00:00:00Z`) / 1000;
        const open = expected.find(({ to }) => to === null);
        const isOver = limit > 0 && sum >= limit;
        const goesOn = open !== undefined && open.from >= first && isOver;
        if (open !== undefined && !goesOn) open.to = open.from < first ? first : scene.now;
        const current = { from: scene.now, to: null, limit, cents: Math.floor(sum * 100) };
        if (isOver && !goesOn) expected.push(current);
        else if (goesOn) Object.assign(open, { limit, cents: current.cents });
      }
      const found = rowsOf(scene, 'cost').map((row) => ({
        from: row.startedAt,
        to: row.endedAt,
        limit: row.threshold,
        cents: Math.round((row.peak ?? 0) * 100),
      }));
      scene.dispose();
      expect(found).toEqual(expected);
    }),
    ORACLE_OPTIONS,
  );
});

const functions = fc.record({
  /** Seconds of each function, and its days: whether it ran, and how its time was to the usual. */
  functions: fc.array(
    fc.record({
      seconds: fc.integer({ min: 5, max: 90 }),
      days: fc.array(
        fc.record({
          runs: fc.constantFrom(0, 1, 1, 2, 3),
          wobble: fc.integer({ min: -4, max: 4 }),
        }),
        { minLength: 44, maxLength: 44 },
      ),
      slow: fc.array(
        fc.record({
          from: fc.integer({ min: 20, max: 43 }),
          length: fc.integer({ min: 1, max: 9 }),
          factor: fc.constantFrom(1.22, 1.4, 2, 5),
        }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  how: fc.array(ending, { minLength: 4, maxLength: 4 }),
});

/** Whether the last three days with runs, in the last week, are all slower than the four weeks before them. */
function isSlower(
  known: readonly { day: number; mean: number; runs: number }[],
  today: number,
  ratio: number,
): boolean {
  const last = known.slice(-3);
  const first = last[0]?.day ?? 0;
  if (last.length < 3 || first < today - 6) return false;
  const base = known.slice(0, -3).filter(({ day }) => day >= first - 28 && day >= today - 34);
  const before = base.map(({ mean }) => mean);
  if (base.length < 4 || base.reduce((sum, { runs: count }) => sum + count, 0) < 10) return false;
  const limit = Math.max(middleOf(before) * ratio, middleOf(before) + 4 * spreadOf(before));
  return last.every(({ mean }) => mean > limit);
}

it('slower: a function is in an open alert while plain medians of its days say so', () => {
  checkProperty(
    fc.property(functions, ({ functions: list, how }) => {
      const first = 30;
      const scene = new AlertScene(ORACLE_START + DAY_S / 2, { slower: { enabled: true } });
      const known = list.map(() => [] as { day: number; mean: number; runs: number }[]);
      const run = (day: number): void => {
        for (const [index, one] of list.entries()) {
          const { runs: count = 0, wobble = 0 } = one.days[day] ?? {};
          const factor = one.slow
            .filter(({ from, length }) => day >= from && day < from + length)
            .reduce((product, { factor: by }) => product * by, 1);
          const mean = one.seconds * factor * (1 + wobble / 100);
          if (count > 0) known[index]?.push({ day, mean, runs: count });
          for (let time = 0; time < count; time += 1) {
            const at = ORACLE_START + (day - first) * DAY_S + (time + 1) * HOUR_S;
            const session = [index, day, time].join();
            const timings = [
              { name: `f${String(index)}`, calls: 2, wall: 2 * mean, min: mean, max: mean, cpu: 1 },
            ];
            const id = at * 1e6 + index;
            scene.store.write(() =>
              scene.store.functions.add('default', [{ id, session, at, hostname: 'db', timings }]),
            );
          }
        }
      };
      for (let day = 0; day < first; day += 1) run(day);
      writeSamples(scene, [{ minute: scene.now - MINUTE_S }]);
      const slow = new Set<string>();
      const expected: string[][] = [];
      const found: string[][] = [];
      for (let day = first; day < 44; day += 1) {
        run(day);
        if (day === first) scene.alerts.start();
        endBy(scene, how[day % how.length] ?? '');
        scene.sync();
        for (const [index, of] of known.entries()) {
          const name = `f${String(index)}`;
          if (isSlower(of, day, slow.has(name) ? 1.2 : 1.25)) slow.add(name);
          else slow.delete(name);
        }
        expected.push([...slow].toSorted());
        const names = scene.store.functionReader.names();
        const open = rowsOf(scene, 'slower').filter(({ endedAt }) => endedAt === null);
        found.push(
          open.flatMap((row) => (row.functions ?? []).map((fn) => names.get(fn) ?? '?')).toSorted(),
        );
        scene.clock.advance(DAY_S);
      }
      scene.dispose();
      expect(found).toEqual(expected);
    }),
    ORACLE_OPTIONS,
  );
});
