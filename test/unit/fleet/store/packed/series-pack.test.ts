import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BitReader, BitWriter } from '../../../../../fleet/store/packed/bits.ts';
import { MAX_CODE } from '../../../../../fleet/store/packed/quantise.ts';
import { packSeries, unpackSeries } from '../../../../../fleet/store/packed/series-pack.ts';
import { checkProperty } from '../../../../support/property.ts';

function packed(series: readonly number[][]): Uint8Array {
  const out = new BitWriter();
  for (const values of series) packSeries(out, Int32Array.from(values));
  return out.finish();
}

function unpacked(bytes: Uint8Array, lengths: readonly number[]): number[][] {
  const from = new BitReader(bytes);
  return lengths.map((length) => {
    const values = new Int32Array(length);
    unpackSeries(from, values);
    return Array.from(values);
  });
}

const any = fc.integer({ min: -MAX_CODE, max: MAX_CODE });
const small = fc.integer({ min: -50, max: 50 });
/** Noise, steps, lines, and leaps between extremes. */
const series = fc.oneof(
  fc.array(any, { minLength: 1, maxLength: 100 }),
  fc.array(small, { minLength: 1, maxLength: 100 }),
  fc.array(fc.oneof({ weight: 20, arbitrary: small }, any), { minLength: 1, maxLength: 100 }),
  fc
    .tuple(small, small, fc.integer({ min: 1, max: 100 }))
    .map(([from, by, length]) => Array.from({ length }, (_, at) => from + by * at)),
  fc.tuple(any, fc.integer({ min: 1, max: 100 })).map(([value, n]) => Array<number>(n).fill(value)),
);

it('consecutive series survive a round trip', () => {
  checkProperty(
    fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), (all) => {
      expect(
        unpacked(
          packed(all),
          all.map(({ length }) => length),
        ),
      ).toEqual(all);
    }),
    { examples: [[[[MAX_CODE, -MAX_CODE, MAX_CODE, -MAX_CODE]]], [[[0, 0, 0, MAX_CODE]]]] },
  );
});

it('a constant series takes a few bytes, one of small steps a few bits per value', () => {
  expect(packed([Array<number>(60).fill(999)]).length).toBeLessThanOrEqual(3);
  const steps = Array.from({ length: 60 }, (_, at) => 500 + (at % 3));
  expect(packed([steps]).length).toBeLessThanOrEqual(3 + 60 / 4);
});

it('invalid bytes give numbers, and terminate', () => {
  checkProperty(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(unpacked(bytes, [60, 60])).toHaveLength(2);
    }),
  );
});
