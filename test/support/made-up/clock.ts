import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';

/**
 * The fleet's own time: seconds that count days from a Monday. The moment at which its troubles are under way is always
 * a Wednesday at 14:40, wherever and whenever the demo runs: what is shown depends on no hour.
 */
const STARTS_AT = (14 + 2) * DAY_S + 14 * HOUR_S + 40 * MINUTE_S;

/** Turns Unix seconds into seconds of the fleet's own time, by the `now` (Unix seconds) at which its troubles are under way. */
export function fleetTime(now: number): (time: number) => number {
  const shift = STARTS_AT - (now - (now % MINUTE_S));
  return (time) => time + shift;
}

/** The hour of the day with its fraction, 0 to 24. */
export function hourOfDay(time: number): number {
  return (time % DAY_S) / HOUR_S;
}

/** Whether a time lies on Monday to Friday. */
export function isWorkday(time: number): boolean {
  return Math.floor(time / DAY_S) % 7 < 5;
}

/** Seconds since it was last `hour` o'clock on a working day, up to three days. */
export function sinceWorkdayAt(time: number, hour: number): number {
  let last = Math.floor((time - hour * HOUR_S) / DAY_S) * DAY_S + hour * HOUR_S;
  while (!isWorkday(last)) last -= DAY_S;
  return time - last;
}
