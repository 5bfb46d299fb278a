import { describe, expect, it } from 'vitest';
import { timeOfDayText } from '../../../../../renderer/lib/format/time.ts';
import {
  isMoment,
  parseTimeOfDay,
  typedSeconds,
  typedTime,
} from '../../../../../renderer/lib/format/typed-time.ts';

describe('parseTimeOfDay', () => {
  it.each([
    ['22:00', '22:00'],
    ['7:05', '07:05'],
    ['22.30', '22:30'],
    ['2230', '22:30'],
    ['730', '07:30'],
    ['9', '09:00'],
    ['10 pm', '22:00'],
    ['10:15PM', '22:15'],
    ['12 a.m.', '00:00'],
    ['12:30 p', '12:30'],
    ['22:00 Uhr', '22:00'],
    ['2２時30分', '22:30'],
  ])('%s is %s', (text, expected) => {
    expect(parseTimeOfDay(text, 'en')).toBe(expected);
  });

  it.each(['', 'soon', '24:00', '12:60', '13 pm', '0 am', '10:00 xm', '1:2:3', '12345'])(
    '%s is not a time of day',
    (text) => {
      expect(parseTimeOfDay(text, 'en')).toBeNull();
    },
  );

  it('reads what the app itself writes, in every language and hour cycle', () => {
    for (const locale of ['en', 'en-GB', 'en-US', 'de', 'ja'])
      for (const hourCycle of ['auto', 'h12', 'h23'] as const)
        for (const time of ['00:00', '00:30', '07:05', '12:00', '13:45', '23:59'])
          expect(parseTimeOfDay(timeOfDayText(time, { locale, hourCycle }), locale)).toBe(time);
  });
});

describe('typedSeconds', () => {
  it('reads what typedTime writes', () => {
    expect(typedSeconds(typedTime(1_764_000_000, 'utc'), 'utc')).toBe(1_764_000_000);
  });

  it.each([
    '',
    '2026',
    '22:00',
    '2026-11',
    '2026-W12',
    '2026-02-30T10:00',
    '2026-11-30T22:00 or so',
  ])('%s is not a time', (text) => {
    expect(typedSeconds(text, 'utc')).toBeNaN();
    expect(isMoment(text)).toBe(false);
  });
});
