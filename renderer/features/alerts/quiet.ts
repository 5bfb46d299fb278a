import type { AlertSettings, QuietPeriod } from '../../../contract/alerts.ts';

/** The weekly schedule without notifications. */
export type QuietHours = AlertSettings['quietHours'];

/** Monday to Sunday, numbered as in the settings. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Whether a period ends on the following day. */
export function endsNextDay({ from, to }: Pick<QuietPeriod, 'from' | 'to'>): boolean {
  return to <= from;
}

/** The nights of the working week. */
export const NEW_PERIOD: QuietPeriod = { days: [1, 2, 3, 4, 5], from: '22:00', to: '07:00' };

/** The name of a weekday in a language: `Mon` or `Monday`. */
export function weekdayName(day: number, locale: string, width: 'short' | 'long'): string {
  // 1 January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, day));
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(date);
}

/** The selectable time zones: those that the system knows, and UTC. */
export function timeZones(): readonly string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** The time zone of this computer. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
