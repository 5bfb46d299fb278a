import { describe, expect, it } from 'vitest';
import {
  numberField,
  typedNumber,
  typedWhole,
} from '../../../../../renderer/lib/format/typed-number.ts';

describe('typedNumber', () => {
  it('accepts a point or a comma, and nothing else', () => {
    expect(typedNumber(' 87.5 ')).toBe(87.5);
    expect(typedNumber('87,5')).toBe(87.5);
    expect(typedNumber('')).toBeNaN();
    expect(typedNumber('ten')).toBeNaN();
  });
});

describe('typedWhole', () => {
  it('accepts only digits, so that a thousand with a separator is not 1', () => {
    expect(typedWhole(' 90 ')).toBe(90);
    expect(typedWhole('-3')).toBe(-3);
    for (const text of ['', '1.000', '1,000', '1.5', '1e3', '0x10', 'many'])
      expect(typedWhole(text), text).toBeNaN();
  });
});

describe('numberField', () => {
  it('writes what it reads again, in every language', () => {
    expect(numberField(12345.25, 'de')).toBe('12345,25');
    for (const locale of ['en', 'de', 'ja'])
      for (const value of [0.5, 87.5, 1e6, 0])
        expect(typedNumber(numberField(value, locale))).toBe(value);
  });
});
