import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { alertSettingsSchema, type QuietPeriod } from '../../../../contract/alerts.ts';
import { isQuiet } from '../../../../fleet/alerts/quiet-hours.ts';

function quietAt(time: string, zone: string, ...periods: QuietPeriod[]): boolean {
  const { quietHours } = alertSettingsSchema.parse({
    quietHours: { enabled: true, timeZone: zone, periods },
  });
  return isQuiet(quietHours, DateTime.fromISO(time, { zone }).toSeconds());
}

const NIGHT: QuietPeriod = { days: [1, 2, 3, 4, 5], from: '22:00', to: '07:00' };
const LUNCH: QuietPeriod = { days: [2], from: '12:00', to: '13:00' };
const BERLIN = 'Europe/Berlin';

describe('quiet hours', () => {
  // 2026-11-24 is a Tuesday.
  it('quiet hours apply on their days, from their first minute to before their last', () => {
    expect(quietAt('2026-11-24T11:59:59', BERLIN, LUNCH)).toBe(false);
    expect(quietAt('2026-11-24T12:00', BERLIN, LUNCH)).toBe(true);
    expect(quietAt('2026-11-24T12:59:59', BERLIN, LUNCH)).toBe(true);
    expect(quietAt('2026-11-24T13:00', BERLIN, LUNCH)).toBe(false);
    expect(quietAt('2026-11-25T12:30', BERLIN, LUNCH)).toBe(false);
  });

  it('over midnight belong to the day on which they begin', () => {
    expect(quietAt('2026-11-27T23:00', BERLIN, NIGHT)).toBe(true);
    expect(quietAt('2026-11-28T06:59', BERLIN, NIGHT)).toBe(true);
    expect(quietAt('2026-11-28T07:00', BERLIN, NIGHT)).toBe(false);
    // Saturday and Sunday evening are not chosen; Monday morning belongs to Sunday.
    expect(quietAt('2026-11-28T23:00', BERLIN, NIGHT)).toBe(false);
    expect(quietAt('2026-11-30T06:00', BERLIN, NIGHT)).toBe(false);
    expect(quietAt('2026-11-30T22:00', BERLIN, NIGHT)).toBe(true);
  });

  it('quiet hours from a time to the same time last a day', () => {
    const sunday: QuietPeriod = { days: [7], from: '08:00', to: '08:00' };
    expect(quietAt('2026-11-29T07:59', BERLIN, sunday)).toBe(false);
    expect(quietAt('2026-11-29T08:00', BERLIN, sunday)).toBe(true);
    expect(quietAt('2026-11-30T07:59', BERLIN, sunday)).toBe(true);
    expect(quietAt('2026-11-30T08:00', BERLIN, sunday)).toBe(false);
  });

  it('follow the local clock when it changes', () => {
    // Clocks go back at 03:00 on 2026-10-25: 22:00 to 07:00 is ten hours long.
    const saturday: QuietPeriod = { days: [6], from: '22:00', to: '07:00' };
    const begin = DateTime.fromISO('2026-10-24T22:00', { zone: BERLIN }).toSeconds();
    const { quietHours } = alertSettingsSchema.parse({
      quietHours: { enabled: true, timeZone: BERLIN, periods: [saturday] },
    });
    expect(isQuiet(quietHours, begin - 1)).toBe(false);
    expect(isQuiet(quietHours, begin)).toBe(true);
    expect(isQuiet(quietHours, begin + 10 * 3600 - 1)).toBe(true);
    expect(isQuiet(quietHours, begin + 10 * 3600)).toBe(false);
  });

  it('quiet hours are those of their time zone', () => {
    const at = DateTime.fromISO('2026-11-24T12:30', { zone: 'Asia/Tokyo' }).toSeconds();
    const quiet = (timeZone: string) =>
      isQuiet(
        alertSettingsSchema.parse({ quietHours: { enabled: true, timeZone, periods: [LUNCH] } })
          .quietHours,
        at,
      );
    expect(quiet('Asia/Tokyo')).toBe(true);
    expect(quiet(BERLIN)).toBe(false);
  });

  it('quiet hours do not apply while they are switched off', () => {
    const { quietHours } = alertSettingsSchema.parse({
      quietHours: { enabled: false, timeZone: BERLIN, periods: [LUNCH] },
    });
    expect(
      isQuiet(quietHours, DateTime.fromISO('2026-11-24T12:30', { zone: BERLIN }).toSeconds()),
    ).toBe(false);
  });
});
