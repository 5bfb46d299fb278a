import { describe, expect, it } from 'vitest';
import { numberText, percentText, rateText, shortText, UNKNOWN } from '../../../locales/numbers.ts';

describe('numbers', () => {
  it('shows unknown values as a dash, never as 0', () => {
    for (const value of [null, undefined, Number.NaN]) {
      expect(percentText(value, 'en')).toBe(UNKNOWN);
      expect(rateText(value, 'en')).toBe(UNKNOWN);
      expect(numberText(value, 'en')).toBe(UNKNOWN);
    }
    expect(percentText(0, 'en')).toBe('0.0');
  });

  it('follows the language', () => {
    expect(percentText(12.34, 'en')).toBe('12.3');
    expect(percentText(12.34, 'de')).toBe('12,3');
    expect(numberText(1000, 'en')).toBe('1,000');
    expect(numberText(1000, 'de')).toBe('1.000');
  });

  it('writes a number as short as possible', () => {
    expect(shortText(90, 'en')).toBe('90');
    expect(shortText(89.98, 'en')).toBe('90');
    expect(shortText(87.46, 'de')).toBe('87,5');
    expect(shortText(null, 'en')).toBe(UNKNOWN);
  });

  it('scales rates', () => {
    const text = (value: number) => rateText(value, 'en').replace('\u202f', ' ');
    expect(text(999)).toBe('999 B/s');
    expect(text(1500)).toBe('1.5 kB/s');
    expect(text(123_456_789)).toBe('123 MB/s');
  });
});
