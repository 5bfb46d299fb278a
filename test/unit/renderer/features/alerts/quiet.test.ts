import { describe, expect, it } from 'vitest';
import { alertSettingsSchema, quietPeriodSchema } from '../../../../../contract/alerts.ts';
import {
  endsNextDay,
  NEW_PERIOD,
  ownTimeZone,
  timeZones,
  weekdayName,
} from '../../../../../renderer/features/alerts/quiet.ts';

describe('quiet periods', () => {
  it('quiet periods end on the next day if the end is not after the start', () => {
    expect(endsNextDay({ from: '22:00', to: '07:00' })).toBe(true);
    expect(endsNextDay({ from: '09:00', to: '09:00' })).toBe(true);
    expect(endsNextDay({ from: '00:00', to: '23:59' })).toBe(false);
  });

  it('quiet periods start with a valid one', () => {
    expect(quietPeriodSchema.safeParse(NEW_PERIOD).success).toBe(true);
  });

  it('name days from Monday to Sunday', () => {
    expect(weekdayName(1, 'en', 'long')).toBe('Monday');
    expect(weekdayName(7, 'de', 'short')).toBe('So');
  });

  it('offer only zones that the settings accept', () => {
    const zones = timeZones();
    expect(zones.length).toBeGreaterThan(300);
    expect(new Set(zones).size).toBe(zones.length);
    for (const timeZone of ['local', ownTimeZone(), ...zones]) {
      expect(alertSettingsSchema.safeParse({ quietHours: { timeZone } }).success, timeZone).toBe(
        true,
      );
    }
  });
});
