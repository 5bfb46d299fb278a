import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';

/**
 * The fleet's own time: seconds since a Monday. Its troubles always happen on a Wednesday at 14:40, wherever and
 * whenever the demo runs: nothing depends on the real hour.
 */
const STARTS_AT = (14 + 2) * DAY_S + 14 * HOUR_S + 40 * MINUTE_S;

/** Converts Unix seconds into the fleet's own time, given the `now` (Unix seconds) of its troubles. */
export function fleetTime(now: number): (time: number) => number {
  const shift = STARTS_AT - (now - (now % MINUTE_S));
  return (time) => time + shift;
}

/** The hour of the day with its fraction, 0 to 24. */
export function hourOfDay(time: number): number {
  return (time % DAY_S) / HOUR_S;
}

/** Whether a time is on Monday to Friday. */
export function isWorkday(time: number): boolean {
  return Math.floor(time / DAY_S) % 7 < 5;
}

/** Seconds since the last `hour` o'clock on a working day, up to three days. */
export function sinceWorkdayAt(time: number, hour: number): number {
  let last = Math.floor((time - hour * HOUR_S) / DAY_S) * DAY_S + hour * HOUR_S;
  while (!isWorkday(last)) last -= DAY_S;
  return time - last;
}
