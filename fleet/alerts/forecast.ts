import { median } from '../queries/median.ts';

/** Values of one metric by day, percent: NaN where the day has no sample. The last one is the newest. */
export interface DailyValues {
  values: readonly number[];
}

/** When something will be full, in days from now. Both are at least 0; `latest` may be Infinity. */
export interface Forecast {
  earliest: number;
  latest: number;
  /** Percent of the whole that it grows by in a day: the least and the most that the days allow. */
  growth: readonly [least: number, most: number];
}

/** Fewest days of history that give a forecast. */
export const LEAST_DAYS = 7;
/** Days of history that a forecast looks at, at most. */
export const MOST_DAYS = 30;
/** A forecast reaches no further than this, in days. */
export const REACH_DAYS = 90;
const FULL = 100;
/** Of 95 %, on both sides. */
const Z = 1.96;
/** The window is split into this many parts, and each must grow: a single rise, or data written and deleted, fills nothing. */
const PARTS = 4;
/** The least share of the mean growth that each part must have. */
const LEAST_SHARE = 0.25;
/** A fall larger than this share of the total growth is a clean-up: data before it predicts nothing. */
const CLEAN_UP_SHARE = 0.2;
/** Growth of a window that is below this is noise, in percentage points. */
const LEAST_GROWTH = 1;
/** Uncertainty beyond what history shows: a share of the time, and days. */
const DOUBT = 0.05;
const DOUBT_DAYS = 0.25;

interface Point {
  day: number;
  value: number;
}

/**
 * When a metric reaches 100 % if it goes on growing as it did (slope of Theil and Sen, its interval by Kendall's
 * statistic); null where that cannot be said: under 7 days of history, no growth, growth that stops, or clean-ups.
 */
export function forecast({ values }: DailyValues): Forecast | null {
  const kept = values.slice(-MOST_DAYS);
  const points = kept.flatMap((value, day): Point[] =>
    Number.isNaN(value) ? [] : [{ day, value }],
  );
  const grown = sinceCleanUp(points);
  if (grown === null || !growsThroughout(grown)) return null;
  const newest = grown.at(-1);
  if (newest === undefined) return null;
  const recent = grown.filter(({ day }) => day > newest.day - 2 * LEAST_DAYS);
  const slopes = [slopeRange(grown), slopeRange(recent)].filter((range) => range !== null);
  const least = Math.min(...slopes.map(([low]) => low));
  const most = Math.max(...slopes.map(([, high]) => high));
  if (slopes.length === 0 || most <= 0 || (slopes[0]?.[0] ?? 0) <= 0) return null;
  const left = Math.max(0, FULL - newest.value);
  const wait = longestRest(grown);
  const earliest = Math.max(0, (left / most) * (1 - DOUBT) - DOUBT_DAYS - wait);
  if (earliest > REACH_DAYS) return null;
  const latest = least <= 0 ? Infinity : (left / least) * (1 + DOUBT) + DOUBT_DAYS + wait;
  return { earliest, latest, growth: [Math.max(0, least), most] };
}

/** The points since the last clean-up; null if they have not grown beyond the level at which it came, or are too few. */
function sinceCleanUp(points: readonly Point[]): readonly Point[] | null {
  let start = 0;
  let top = -Infinity;
  const range = spread(points);
  for (let index = 1; index < points.length; index += 1) {
    const fall = (points[index - 1]?.value ?? 0) - (points[index]?.value ?? 0);
    if (fall <= Math.max(LEAST_GROWTH, CLEAN_UP_SHARE * range)) continue;
    start = index;
    top = Math.max(top, points[index - 1]?.value ?? 0);
  }
  const since = points.slice(start);
  const [first, last] = [since[0], since.at(-1)];
  if (first === undefined || last === undefined || last.day - first.day < LEAST_DAYS - 1)
    return null;
  if (since.length < LEAST_DAYS) return null;
  return last.value > top ? since : null;
}

/** Whether each part of the window grows, and the whole of it by more than its noise. */
function growsThroughout(points: readonly Point[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return false;
  const length = last.day - first.day;
  const smooth = (from: number): number => {
    const near = points.filter(({ day }) => Math.abs(day - from) <= Math.max(1, length / 12));
    return median(near.map(({ value }) => value));
  };
  const marks = Array.from({ length: PARTS + 1 }, (_, part) =>
    smooth(first.day + (part * length) / PARTS),
  );
  const whole = (marks.at(-1) ?? 0) - (marks[0] ?? 0);
  const noise = noiseOf(points);
  if (!(whole > Math.max(LEAST_GROWTH, 4 * noise))) return false;
  return marks
    .slice(1)
    .every((mark, part) => mark - (marks[part] ?? 0) >= (LEAST_SHARE * whole) / PARTS);
}

/** The median distance of a value from the mean of its neighbours, as a standard deviation. */
function noiseOf(points: readonly Point[]): number {
  const distances = points.slice(1, -1).map(({ value }, index) => {
    const before = points[index]?.value ?? value;
    const after = points[index + 2]?.value ?? value;
    return Math.abs(value - (before + after) / 2);
  });
  return distances.length === 0 ? 0 : 1.2 * median(distances);
}

/** The Theil–Sen slope per day with its 95 % interval; null for fewer than three points. */
function slopeRange(points: readonly Point[]): readonly [number, number] | null {
  const count = points.length;
  if (count < 3) return null;
  const slopes: number[] = [];
  for (const [index, a] of points.entries())
    for (const b of points.slice(index + 1)) slopes.push((b.value - a.value) / (b.day - a.day));
  slopes.sort((a, b) => a - b);
  const sigma = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const low = Math.max(0, Math.floor((slopes.length - Z * sigma) / 2));
  const high = Math.min(slopes.length - 1, Math.ceil((slopes.length + Z * sigma) / 2));
  return [slopes[low] ?? 0, slopes[high] ?? 0];
}

/** The longest rest between two rises, in days: data that grows in steps takes its next one on any of them. */
function longestRest(points: readonly Point[]): number {
  const range = spread(points);
  const span = (points.at(-1)?.day ?? 0) - (points[0]?.day ?? 0);
  const step = span === 0 ? 0 : (0.5 * range) / span;
  let rest = 0;
  let since = points[0]?.day ?? 0;
  let level = points[0]?.value ?? 0;
  for (const { day, value } of points) {
    if (value - level < step) continue;
    rest = Math.max(rest, day - since - 1);
    since = day;
    level = value;
  }
  return rest;
}

function spread(points: readonly Point[]): number {
  const values = points.map(({ value }) => value);
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}
