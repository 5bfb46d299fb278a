import type { HeatMap } from '../../../contract/answers.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/**
 * How much may be missing at the end of a range that ends now, and up to which length an extra stretch before it is
 * requested.
 */
const LEAD_S = 5 * MINUTE_S;
const SHORT_S = 3 * HOUR_S;

const leadOf = (seconds: number): number => (seconds <= SHORT_S ? LEAD_S : 0);

/**
 * The request for a range, extended so that a short range that ends now can be filled with minutes that have been read.
 */
export function heatQuery({ from, to }: TimeRange): TimeRange {
  return { from: from - leadOf(to - from), to };
}

/** The range for which `heatQuery` made the request. */
export function shownRange({ from, to }: TimeRange): TimeRange {
  return { from: from + leadOf(to - from - LEAD_S), to };
}

/** The columns of an answer that are shown: the first, and the one past the last. */
export interface HeatWindow {
  readonly first: number;
  readonly end: number;
}

/**
 * As many columns as the range is long, up to the newest that half of the hosts have reported: unread minutes get no
 * column. A range with a longer empty end keeps it.
 */
export function heatWindow(
  { start, step, count, hosts, values }: HeatMap,
  range: TimeRange,
): HeatWindow {
  const wanted = Math.min(count, Math.round((range.to - range.from) / step));
  const whole = Math.min(count, Math.ceil((range.to - start) / step));
  const known = (column: number) => {
    let found = 0;
    for (let row = 0; row < hosts.length; row += 1)
      if (!Number.isNaN(values[row * count + column] ?? Number.NaN)) found += 1;
    return found;
  };
  const first = Math.max(0, whole - 1 - Math.floor(LEAD_S / step));
  const last = Array.from({ length: whole - first }, (_, index) => known(first + index));
  const most = Math.max(0, ...last);
  const newest = last.findLastIndex((found) => found > 0 && 2 * found >= most);
  const end = newest < 0 ? whole : first + newest + 1;
  return { first: Math.max(0, end - wanted), end };
}
