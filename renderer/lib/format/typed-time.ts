import { DateTime } from 'luxon';

/** The time zones for typed times. */
export type TypedZone = 'local' | 'utc';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/u;

/** A time (Unix seconds) as forms hold it: `2026-11-30T22:00` in the zone of typed times. */
export function typedTime(seconds: number, zone: TypedZone): string {
  return DateTime.fromSeconds(seconds, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** The time (Unix seconds) of a form; NaN if the input is invalid. */
export function typedSeconds(text: string, zone: TypedZone): number {
  return MOMENT.test(text) ? DateTime.fromISO(text, { zone }).toSeconds() : Number.NaN;
}

/** Whether a form holds a valid time. */
export const isMoment = (text: string): boolean => !Number.isNaN(typedSeconds(text, 'utc'));

/** The name of the zone, as a hint beside the input. */
export function zoneName(zone: TypedZone): string {
  return zone === 'utc' ? 'UTC' : DateTime.local().zoneName;
}

/**
 * Parses a time of day (`22:00`, `22.00`, `2200`, `10 pm`, `午後10:00`) into `HH:MM`; null if invalid. `locale` is a
 * language tag, whose words for am and pm are known.
 */
export function parseTimeOfDay(text: string, locale: string): string | null {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const found = /^\D*?(?<hour>\d{1,2})(?:\s*[:.h時]?\s*(?<minute>\d{2}))?\D*$/u.exec(typed)?.groups;
  if (found === undefined) return null;
  const words = typed.replace(/uhr|[\d\s:.,h時分]/gu, '');
  const half = halfOfDay(words, locale);
  if (words !== '' && half === null) return null;
  const minute = Number(found['minute'] ?? 0);
  const hour = Number(found['hour']);
  if (minute > 59 || (half === null ? hour > 23 : hour < 1 || hour > 12)) return null;
  const whole = half === null ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return `${String(whole).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function halfOfDay(words: string, locale: string): 'am' | 'pm' | null {
  for (const [half, hour] of [
    ['am', 1],
    ['pm', 13],
  ] as const) {
    const name = new Intl.DateTimeFormat(locale, { hour: 'numeric', hour12: true, timeZone: 'UTC' })
      .formatToParts(Date.UTC(2024, 0, 1, hour))
      .find(({ type }) => type === 'dayPeriod')?.value;
    const known = name
      ?.normalize('NFKC')
      .toLowerCase()
      .replace(/[\s.h]/gu, '');
    if (words === half || words === half.charAt(0) || words === known) return half;
  }
  return null;
}
