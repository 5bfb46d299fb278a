import { DateTime } from 'luxon';
import type { HourCycle } from './time.ts';
import { parseTimeOfDay } from './typed-time.ts';

/** Language tag and hour cycle of typed times. */
export interface MomentFormatOptions {
  readonly locale: string;
  readonly hourCycle: HourCycle;
}

const ISO = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:\s*t\s*)?(?<rest>.*)$/u;
const JAPANESE = /^(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})日(?<rest>.*)$/u;
const YEAR_FIRST = /^(?<year>\d{4})[./](?<month>\d{1,2})[./](?<day>\d{1,2})(?<rest>[\s,].*)$/u;
const YEAR_LAST =
  /^(?<first>\d{1,2})\s*[./-]\s*(?<second>\d{1,2})\s*[./-](?:\s*(?=\d{4}))?(?<year>\d{4}|\d\d)(?<rest>[\s,].*)$/u;
const DAY_NAMED = /^(?<day>\d{1,2})\.?\s*(?<name>\p{L}+)\.?,?\s*(?<year>\d{4})(?<rest>.*)$/u;
const NAMED_DAY = /^(?<name>\p{L}+)\.?\s*(?<day>\d{1,2}),?\s*(?<year>\d{4})(?<rest>.*)$/u;
/** Separators between date and time. */
const JOINT = /^(?:[\s,]|at\b|um\b)*/u;

/** A form's time (`2026-11-30T22:00`) as people write it: `30 Nov 2026, 22:00`, `30.11.2026, 22:00`. */
export function momentText(moment: string, { locale, hourCycle }: MomentFormatOptions): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
    ...(hourCycle === 'auto' ? {} : { hourCycle }),
  }).format(DateTime.fromISO(moment, { zone: 'utc' }).toMillis());
}

/**
 * Parses a date and time as people write them (`30 Nov 2026, 22:00`, `30.11.2026 22 Uhr`, `2026年11月30日 午後10:00`,
 * `2026-11-30T22:00`) into a form's `2026-11-30T22:00`; null if invalid. Numeric dates follow the order of `locale`, a
 * language tag.
 */
export function parseMoment(text: string, locale: string): string | null {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const found = [ISO, JAPANESE, YEAR_FIRST, YEAR_LAST, DAY_NAMED, NAMED_DAY]
    .map((pattern) => pattern.exec(typed)?.groups)
    .find((groups) => groups !== undefined);
  if (found === undefined) return null;
  const { first, second, name, year = '', rest = '' } = found;
  const isMonthFirst = first !== undefined && monthComesFirst(locale);
  const month = found['month'] ?? monthOf(name, locale) ?? (isMonthFirst ? first : second);
  const day = found['day'] ?? (isMonthFirst ? second : first);
  const time = parseTimeOfDay(rest.replace(JOINT, ''), locale);
  if (time === null || month === undefined) return null;
  const date = DateTime.fromObject(
    { year: Number(year) + (year.length === 2 ? 2000 : 0), month: Number(month), day: Number(day) },
    { zone: 'utc' },
  );
  return date.isValid ? `${date.toFormat('yyyy-MM-dd')}T${time}` : null;
}

function monthComesFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).formatToParts(0);
  const at = (wanted: string): number => parts.findIndex(({ type }) => type === wanted);
  return at('month') < at('day');
}

/** The number of a month by its name, in full or from three letters on, in the language or in English. */
function monthOf(name: string | undefined, locale: string): string | undefined {
  if (name === undefined || name.length < 3) return undefined;
  for (const language of [locale, 'en']) {
    const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    for (let month = 0; month < 12; month += 1) {
      const long = format
        .format(Date.UTC(2026, month, 15))
        .normalize('NFKC')
        .toLowerCase();
      if (long.startsWith(name) || (name === 'sept' && month === 8)) return String(month + 1);
    }
  }
  return undefined;
}
