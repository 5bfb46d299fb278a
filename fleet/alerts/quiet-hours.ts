import type { AlertSettings, QuietPeriod } from '../../contract/alerts.ts';

interface WallClock {
  /** 1 (Monday) to 7. */
  weekday: number;
  /** Minutes since midnight. */
  minute: number;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether `at` (Unix seconds) is in quiet hours, by local time in their zone. */
export function isQuiet(quiet: AlertSettings['quietHours'], at: number): boolean {
  if (!quiet.enabled || quiet.periods.length === 0) return false;
  const time = wallClock(quiet.timeZone, at);
  return quiet.periods.some((period) => contains(period, time));
}

/** A period over midnight belongs to the day on which it begins. */
function contains({ days, from, to }: QuietPeriod, { weekday, minute }: WallClock): boolean {
  const begins = minutesOf(from);
  const ends = minutesOf(to);
  const today = days.includes(weekday);
  if (begins < ends) return today && minute >= begins && minute < ends;
  const yesterday = days.includes(weekday === 1 ? 7 : weekday - 1);
  return (today && minute >= begins) || (yesterday && minute < ends);
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function wallClock(timeZone: string, at: number): WallClock {
  // Not kept: the system's own zone may change while the app runs.
  const format = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === 'local' ? {} : { timeZone }),
  });
  const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}
