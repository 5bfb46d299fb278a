import { describe, expect, it } from 'vitest';
import {
  countdown,
  createTimeFormat,
  durationParts,
  timeOfDayText,
} from '../../../../../renderer/lib/format/time.ts';

describe('times', () => {
  const NOW = Date.parse('2026-11-24T09:12:00Z') / 1000;
  const format = createTimeFormat({ locale: 'en-GB', timeZone: 'utc', hourCycle: 'h23' });

  it('shows the date only if it is another day', () => {
    expect(format.moment(NOW - 60, NOW)).toBe('09:11');
    expect(format.moment(NOW - 86_400, NOW)).toBe('23 Nov, 09:12');
  });

  it('shows the date of a range once if both ends are on it', () => {
    const yesterday = NOW - 86_400;
    expect(format.range(NOW - 600, NOW, NOW)).toBe('09:02 – 09:12');
    expect(format.range(yesterday - 600, yesterday, NOW)).toBe('23 Nov, 09:02 – 09:12');
    expect(format.range(yesterday, NOW, NOW)).toBe('23 Nov, 09:12 – 24 Nov, 09:12');
    expect(format.range(NOW, NOW + 86_400, NOW)).toBe('09:12 – 25 Nov, 09:12');
  });

  it('shows a time of day in the chosen hour cycle', () => {
    const text = (hourCycle: 'h12' | 'h23') =>
      timeOfDayText('19:05', { locale: 'en-GB', hourCycle });
    expect(text('h23')).toBe('19:05');
    expect(text('h12')).toBe('07:05 pm');
  });

  it('names the zone in the exact form', () => {
    expect(format.exact(NOW)).toContain('UTC');
  });

  it('recognises midnight', () => {
    expect(format.isMidnight(Date.parse('2026-11-24T00:00:00Z') / 1000)).toBe(true);
    expect(format.isMidnight(NOW)).toBe(false);
  });

  it('can show 12 hours', () => {
    const twelve = createTimeFormat({ locale: 'en-GB', timeZone: 'utc', hourCycle: 'h12' });
    expect(twelve.clock(NOW + 6 * 3600)).toMatch(/03:12\spm/iu);
  });

  it('writes a duration in one or two units, rounded to the smaller', () => {
    const text = (seconds: number) =>
      durationParts(seconds)
        .map(({ unit, count }) => `${String(count)} ${unit}`)
        .join(' ');
    expect(text(-5)).toBe('0 seconds');
    expect(text(59.4)).toBe('59 seconds');
    expect(text(59.9)).toBe('1 minutes');
    expect(text(119)).toBe('2 minutes');
    expect(text(3599)).toBe('1 hours');
    expect(text(6840)).toBe('1 hours 54 minutes');
    expect(text(7200)).toBe('2 hours');
    expect(text(29 * 3600)).toBe('1 days 5 hours');
    expect(text(86_399)).toBe('1 days');
    expect(text(47.9 * 3600)).toBe('2 days');
    expect(text(400 * 86_400)).toBe('400 days');
  });

  it('times counts down to zero and no further', () => {
    expect(countdown(80)).toBe('1:20');
    expect(countdown(-3)).toBe('0:00');
  });
});
