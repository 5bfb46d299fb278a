import type { Settings } from '../../../contract/settings.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';

/** 12 or 24 hours, or the language's default. */
export type HourCycle = Settings['display']['hourCycle'];

/** Language, zone and hour cycle of times. */
export interface TimeFormatOptions {
  readonly locale: string;
  readonly timeZone: Settings['display']['timeZone'];
  readonly hourCycle: HourCycle;
}

/** Formats Unix seconds in the user's zone and hour cycle. */
export interface TimeFormat {
  /** `14:02` */
  clock(seconds: number): string;
  /** `14:02` today, else with the date: `22 Nov, 14:02`. */
  moment(seconds: number, now: number): string;
  /** `14:02 – 14:33`, with dates where needed. */
  range(from: number, to: number, now: number): string;
  /** `22 Nov` */
  day(seconds: number): string;
  /** `Nov 2026` */
  month(seconds: number): string;
  /** Whether a day begins at this minute in the zone. */
  isMidnight(seconds: number): boolean;
  /** The full time with the zone's name, for hovering. */
  exact(seconds: number): string;
}

/** The last time that JavaScript's Date can represent, Unix milliseconds. */
const LAST_MS = 8.64e15;

const formats = new Map<string, TimeFormat>();

/** Formatters are cached by combination: creating them takes longer than using them. */
export function createTimeFormat(options: TimeFormatOptions): TimeFormat {
  const key = `${options.locale} ${options.timeZone} ${options.hourCycle}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = makeTimeFormat(options);
  formats.set(key, made);
  return made;
}

function makeTimeFormat({ locale, timeZone, hourCycle }: TimeFormatOptions): TimeFormat {
  const common: Intl.DateTimeFormatOptions = {
    ...(timeZone === 'utc' ? { timeZone: 'UTC' } : {}),
    ...(hourCycle === 'auto' ? {} : { hourCycle }),
  };
  const make = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...common, ...options });
  const clock = make({ hour: '2-digit', minute: '2-digit' });
  const day = make({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const dayAndClock = make({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const shortDay = make({ day: 'numeric', month: 'short' });
  const month = make({ month: 'short', year: 'numeric' });
  const exact = make({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  // A foreign program may have written a time outside the calendar, for which formatters would throw.
  const ms = (seconds: number) => Math.min(LAST_MS, Math.max(-LAST_MS, seconds * 1000));
  const dayOf = (seconds: number) => day.format(ms(seconds));
  const moment = (seconds: number, now: number) =>
    (dayOf(seconds) === dayOf(now) ? clock : dayAndClock).format(ms(seconds));
  return {
    clock: (seconds) => clock.format(ms(seconds)),
    moment,
    range: (from, to, now) => {
      const end = dayOf(from) === dayOf(to) ? clock : dayAndClock;
      return `${moment(from, now)} – ${end.format(ms(to))}`;
    },
    day: (seconds) => shortDay.format(ms(seconds)),
    month: (seconds) => month.format(ms(seconds)),
    isMidnight: (seconds) => dayOf(seconds) !== dayOf(seconds - 1),
    exact: (seconds) => exact.format(ms(seconds)),
  };
}

/** A time of day (`HH:MM`) in the user's hour cycle: `07:00` or `7:00 am`. */
export function timeOfDayText(
  text: string,
  { locale, hourCycle }: Pick<TimeFormatOptions, 'locale' | 'hourCycle'>,
): string {
  const [hour, minute] = text.split(':').map(Number);
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    ...(hourCycle === 'auto' ? {} : { hourCycle }),
  }).format(Date.UTC(2024, 0, 1, hour, minute));
}

/** Units of a duration that is written out. */
export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/** A part of a duration: `54` minutes. */
export interface DurationPart {
  readonly unit: DurationUnit;
  readonly count: number;
}

/**
 * A duration in seconds as its one or two largest units, rounded to the smaller one: 1 h 54 min, 2 h, 3 d 5 h. Under an
 * hour only minutes, under a minute seconds. A negative one, from clocks that run ahead, counts as 0.
 */
export function durationParts(seconds: number): DurationPart[] {
  const age = Math.max(0, seconds);
  if (Math.round(age) < MINUTE_S) return [{ unit: 'seconds', count: Math.round(age) }];
  const minutes = Math.round(age / MINUTE_S);
  if (minutes < HOUR_S / MINUTE_S) return [{ unit: 'minutes', count: minutes }];
  if (minutes < DAY_S / MINUTE_S) return twoParts('hours', 'minutes', minutes, HOUR_S / MINUTE_S);
  return twoParts('days', 'hours', Math.round(age / HOUR_S), DAY_S / HOUR_S);
}

/** `total` small units as large and small ones; a part of 0 is omitted. */
function twoParts(
  large: DurationUnit,
  small: DurationUnit,
  total: number,
  perLarge: number,
): DurationPart[] {
  const rest = total % perLarge;
  const first = { unit: large, count: (total - rest) / perLarge };
  return rest === 0 ? [first] : [first, { unit: small, count: rest }];
}

/** `m:ss` until a time, `0:00` once it is past. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, '0')}`;
}
