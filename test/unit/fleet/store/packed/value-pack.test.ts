import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS, METRIC_IDS, type MetricId } from '../../../../../contract/metrics.ts';
import {
  asPacked,
  asPackedRollup,
  packDay,
  packHour,
  unpackDay,
  unpackHour,
  unpackWholeDay,
  unpackWholeHour,
} from '../../../../../fleet/store/packed/value-pack.ts';
import {
  HOUR_LENGTH,
  ROLLUP_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  emptyValues,
  getValue,
  setValue,
  type MetricArrays,
} from '../../../../../fleet/store/series-codec.ts';
import { checkProperty } from '../../../../support/property.ts';

/** Values that a metric can have, its extremes, and now and then ones that no writer of ours stores. */
function valuesOf(metric: MetricId): fc.Arbitrary<number> {
  const [min, max] = METRICS[metric].bounds;
  const usual = fc.double({ min, max: Math.min(max, 1e9), noNaN: true });
  if (METRICS[metric].encoding === 'tenths') return fc.oneof(usual, fc.constantFrom(min, max, 0));
  return fc.oneof(
    { weight: 30, arbitrary: usual },
    { weight: 10, arbitrary: fc.constantFrom(min, max, 0, 0.4, 1023, 1024, 2047.5, 65_535) },
    { weight: 1, arbitrary: fc.constantFrom(3e38, -1e7, Infinity) },
  );
}

const hour = fc
  .record({
    metrics: fc.subarray(METRIC_IDS),
    gaps: fc.constantFrom(0, 0.1, 0.9, 1),
    seed: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .chain(({ metrics, gaps }) =>
    fc.tuple(
      ...metrics.map((metric) =>
        fc.tuple(
          fc.constant(metric),
          fc.array(
            fc
              .tuple(valuesOf(metric), fc.double({ min: 0, max: 1, noNaN: true }))
              .map(([value, chance]) => (chance < gaps ? NaN : value)),
            { minLength: HOUR_LENGTH, maxLength: HOUR_LENGTH },
          ),
        ),
      ),
    ),
  );

function arraysOf(given: readonly [MetricId, number[]][]): MetricArrays {
  const arrays: MetricArrays = {};
  for (const [metric, values] of given) {
    const array = emptyValues(metric, HOUR_LENGTH);
    values.forEach((value, at) => {
      setValue(array, at, value);
    });
    arrays[metric] = array;
  }
  return arrays;
}

describe('an hour', () => {
  it('an hour survives in the resolution of the tables, metric by metric and as a whole', () => {
    checkProperty(
      fc.property(hour, (given) => {
        const blob = packHour(arraysOf(given));
        const all = unpackWholeHour(blob);
        for (const [metric, values] of given) {
          const wanted = values.map((value) =>
            Number.isNaN(value) ? NaN : asPacked(metric, value),
          );
          const read = emptyValues(metric, HOUR_LENGTH);
          const found = unpackHour(metric, blob, read);
          expect(found).toBe(wanted.some((value) => !Number.isNaN(value)));
          // Once one value has no number in that resolution, all of the metric are kept as they are.
          const exact = values.map(Math.fround);
          const got = wanted.map((_, at) => getValue(read, at));
          if (!isSame(metric, got, exact))
            expect(got.map(Math.fround)).toEqual(wanted.map(Math.fround));
          if (found) expect(all[metric]).toEqual(read);
          else expect(all[metric]).toBeUndefined();
        }
      }),
      { runs: 60 },
    );
  });

  it('packed again is the same', () => {
    checkProperty(
      fc.property(hour, (given) => {
        const once = packHour(arraysOf(given));
        expect(packHour(unpackWholeHour(once))).toEqual(once);
      }),
      { runs: 30 },
    );
  });

  it('detects a flipped bit', () => {
    const given: [MetricId, number[]][] = [
      ['cpu', Array.from({ length: HOUR_LENGTH }, (_, at) => (at * 7) % 100)],
    ];
    const blob = packHour(arraysOf(given));
    for (let bit = 0; bit < blob.length * 8; bit += 1) {
      const flipped = blob.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unpackWholeHour(flipped)).toThrow(/damaged/u);
    }
    for (let length = 0; length < blob.length; length += 1)
      expect(() => unpackWholeHour(blob.slice(0, length))).toThrow(/damaged/u);
  });
});

it('rates keep a thousandth, small ones every byte', () => {
  checkProperty(
    fc.property(fc.integer({ min: 0, max: 1e15 }), (rate) => {
      const kept = asPacked('netRx', rate);
      expect(Math.abs(kept - rate)).toBeLessThanOrEqual(rate < 1024 ? 0 : rate * 0.001);
      expect(asPacked('netRx', kept)).toBe(kept);
    }),
    { examples: [[0], [1023], [1024], [2 ** 40 - 1], [2 ** 40], [1e15]] },
  );
});

it('the numbers of metrics are unique', () => {
  const codes = METRIC_IDS.map((id) => METRICS[id].code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect([code >= 0, code < 64]).toEqual([true, true]);
});

it('rollups of a day survive: minimum, mean and maximum of each quarter hour', () => {
  const quarter = fc
    .array(fc.integer({ min: 0, max: 1e6 }), { minLength: 3, maxLength: 3 })
    .map((values) => values.toSorted((a, b) => a - b));
  const day = fc.array(fc.option(quarter, { nil: null }), {
    minLength: ROLLUP_MEAN,
    maxLength: ROLLUP_MEAN,
  });
  checkProperty(
    fc.property(day, fc.constantFrom('processes', 'netTx', 'load1'), (given, metric) => {
      const values = emptyValues(metric, ROLLUP_LENGTH);
      given.forEach((band, at) => {
        [ROLLUP_MIN, ROLLUP_MEAN, ROLLUP_MAX].forEach((part, index) => {
          setValue(values, part + at, band?.[index] ?? NaN);
        });
      });
      const blob = packDay({ [metric]: values });
      const read = emptyValues(metric, ROLLUP_LENGTH);
      unpackDay(metric, blob, read);
      const wanted = Array.from(values, (value) =>
        Number.isNaN(value) ? NaN : asPackedRollup(metric, value),
      );
      expect(Array.from(read)).toEqual(wanted);
      if (given.some((band) => band !== null)) expect(unpackWholeDay(blob)[metric]).toEqual(read);
    }),
    { runs: 30 },
  );
});

/** Whether floats came back as floats. */
function isSame(metric: MetricId, got: readonly number[], exact: readonly number[]): boolean {
  return (
    METRICS[metric].encoding === 'float' && got.every((value, at) => Object.is(value, exact[at]))
  );
}
