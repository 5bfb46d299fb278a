import { DateTime } from 'luxon';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { TimeRange } from '../ranges.ts';
import type { TypedZone } from './typed-time.ts';

/** The time, and the zone in which ranges are typed. */
export interface TypedRangeOptions {
  /** Unix seconds. */
  readonly now: number;
  readonly zone: TypedZone;
}

/** Seconds of a unit, by its spellings. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|mins|minutes?|minuten?|分)$/u, MINUTE_S],
  [/^(?:h|hours?|std|stunden?|時間)$/u, HOUR_S],
  [/^(?:d|days?|t|tage?n?|日|日間)$/u, DAY_S],
  [/^(?:w|weeks?|wochen?|週|週間)$/u, 7 * DAY_S],
  [/^(?:mo|months?|monate?n?|か月|ヶ月)$/u, 30 * DAY_S],
];
/** Words that may precede a duration. */
const LAST =
  /^(?:(?:the|die|der|das)\s+)?(?:last|past|letzten?|letztes|vergangenen?|過去|直近)\s*(?:の\s*)?/u;
const TODAY = /^(?:today|heute|今日)$/u;
const YESTERDAY = /^(?:yesterday|gestern|昨日)$/u;
const SEPARATOR = /\s+(?:to|bis|until|-|–|—)\s+|\s*(?:から|～|〜)\s*|\s*(?:–|—)\s*/u;
const FORMATS = ['yyyy-MM-dd HH:mm', "yyyy-MM-dd'T'HH:mm", 'dd.MM.yyyy HH:mm', 'yyyy/MM/dd HH:mm'];
const DAY_FORMATS = ['yyyy-MM-dd', 'dd.MM.yyyy', 'yyyy/MM/dd'];

/**
 * Parses a range as people type it: `6h`, `last 5 weeks`, `today`, `yesterday`, `2026-11-30`, `2026-11-30 01:00 to
 * 05:00`, also in the words of the other languages. Null if invalid.
 */
export function parseRange(text: string, options: TypedRangeOptions): TimeRange | null {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  return lastOf(typed, options.now) ?? wholeDay(typed, options) ?? betweenTimes(typed, options);
}

function lastOf(typed: string, now: number): TimeRange | null {
  const duration = typed.replace(LAST, '');
  const { count, unit } = /^(?<count>\d*)\s*(?<unit>\D+)$/u.exec(duration)?.groups ?? {};
  if (count === undefined || unit === undefined) return null;
  // `last week` is a range; a unit alone is not.
  if (count === '' && duration === typed) return null;
  const unitSeconds = UNITS.find(([names]) => names.test(unit.trim()))?.[1];
  if (unitSeconds === undefined) return null;
  const seconds = (count === '' ? 1 : Number(count)) * unitSeconds;
  if (seconds === 0) return null;
  const to = Math.floor(now / MINUTE_S) * MINUTE_S + MINUTE_S;
  return { from: to - seconds, to };
}

function wholeDay(typed: string, { now, zone }: TypedRangeOptions): TimeRange | null {
  const today = DateTime.fromSeconds(now, { zone }).startOf('day');
  if (TODAY.test(typed)) return dayFrom(today);
  if (YESTERDAY.test(typed)) return dayFrom(today.minus({ days: 1 }));
  const day = read(typed, DAY_FORMATS, zone);
  return day === null ? null : dayFrom(day);
}

const dayFrom = (day: DateTime): TimeRange => ({
  from: day.toSeconds(),
  to: day.plus({ days: 1 }).toSeconds(),
});

/** The end may omit its date: it is that of the start, or today if neither has one. */
function betweenTimes(typed: string, { now, zone }: TypedRangeOptions): TimeRange | null {
  const [start = '', end = '', ...more] = typed.split(SEPARATOR);
  if (end === '' || more.length > 0) return null;
  const today = DateTime.fromSeconds(now, { zone });
  const from = read(start, FORMATS, zone) ?? timeOf(start, today);
  if (from === null) return null;
  const to = read(end, FORMATS, zone) ?? timeOf(end, from);
  return to === null || to <= from ? null : { from: from.toSeconds(), to: to.toSeconds() };
}

function read(text: string, formats: readonly string[], zone: TypedZone): DateTime | null {
  for (const format of formats) {
    const found = DateTime.fromFormat(text.toUpperCase(), format, { zone });
    if (found.isValid) return found;
  }
  return null;
}

function timeOf(text: string, day: DateTime): DateTime | null {
  const { hour, minute } = /^(?<hour>\d{1,2}):(?<minute>\d\d)$/u.exec(text)?.groups ?? {};
  if (Number(hour) > 24 || Number(minute) > 59 || hour === undefined) return null;
  return day.startOf('day').plus({ hours: Number(hour), minutes: Number(minute) });
}
