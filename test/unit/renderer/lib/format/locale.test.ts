import { describe, expect, it } from 'vitest';
import { regionalLocale } from '../../../../../renderer/lib/format/locale.ts';

describe('regionalLocale', () => {
  it('uses the system’s preferred form of the language', () => {
    expect(regionalLocale('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(regionalLocale('ja', ['en-GB'])).toBe('ja');
    expect(regionalLocale('en', ['enx'])).toBe('en');
  });
});
