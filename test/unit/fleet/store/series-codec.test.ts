import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HOUR_LENGTH,
  countValues,
  decodeValues,
  emptyValues,
  encodeValues,
  getValue,
  hasValue,
  setValue,
} from '../../../../fleet/store/series-codec.ts';
import { checkProperty } from '../../../support/property.ts';

describe('the values of an hour', () => {
  it('the values of an hour keep percentages to the tenth', () => {
    checkProperty(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 59 }),
        (tenths, at) => {
          const values = emptyValues('cpu', HOUR_LENGTH);
          setValue(values, at, tenths / 10);
          const read = decodeValues('cpu', encodeValues(values), HOUR_LENGTH);
          expect(getValue(read, at)).toBe(tenths / 10);
          expect(countValues(read)).toBe(1);
        },
      ),
    );
  });

  it('the values of an hour keep any series, to the tenth or as a float', () => {
    const value = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: NaN });
    const series = fc.array(value, { minLength: HOUR_LENGTH, maxLength: HOUR_LENGTH });
    checkProperty(
      fc.property(series, fc.constantFrom('cpu', 'load1'), (given, metric) => {
        const values = emptyValues(metric, HOUR_LENGTH);
        given.forEach((each, at) => {
          setValue(values, at, each);
        });
        const read = decodeValues(metric, encodeValues(values), HOUR_LENGTH);
        given.forEach((each, at) => {
          const kept = metric === 'cpu' ? Math.round(each * 10) / 10 : Math.fround(each);
          expect(getValue(read, at)).toBe(kept);
        });
        expect(countValues(read)).toBe(given.filter((each) => !Number.isNaN(each)).length);
      }),
    );
  });

  it('the values of an hour distinguish a missing minute from zero', () => {
    for (const metric of ['cpu', 'netRx'] as const) {
      const values = emptyValues(metric, HOUR_LENGTH);
      setValue(values, 3, 0);
      expect(hasValue(values, 3)).toBe(true);
      expect(getValue(values, 3)).toBe(0);
      expect(getValue(values, 4)).toBeNaN();
      setValue(values, 3, NaN);
      expect(hasValue(values, 3)).toBe(false);
    }
  });

  it('the values of an hour of a wrong size are damage, not data', () => {
    expect(() => decodeValues('cpu', new Uint8Array(119), HOUR_LENGTH)).toThrow(/wrong size/u);
    expect(() => decodeValues('cpu', new Uint8Array(121), HOUR_LENGTH)).toThrow(/wrong size/u);
    expect(() => decodeValues('cpu', 'text', HOUR_LENGTH)).toThrow(/wrong size/u);
  });

  it('the values of an hour are read from an unaligned BLOB too', () => {
    const blob = new Uint8Array(121).subarray(1);
    blob.set(encodeValues(emptyValues('cpu', HOUR_LENGTH)));
    expect(countValues(decodeValues('cpu', blob, HOUR_LENGTH))).toBe(0);
  });
});
