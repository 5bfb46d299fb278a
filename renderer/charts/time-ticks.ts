import { DateTime, type DurationLike } from 'luxon';
import { DAY_S, HOUR_S, MINUTE_S } from '../../contract/time.ts';
import type { TimeRange } from '../lib/ranges.ts';

interface Step {
  readonly seconds: number;
  readonly each: DurationLike;
  readonly unit: 'day' | 'month';
}

const within = (seconds: number): Step => ({ seconds, each: { seconds }, unit: 'day' });
const days = (count: number): Step => ({
  seconds: count * DAY_S,
  each: { days: count },
  unit: count < 7 ? 'day' : 'month',
});
const months = (count: number): Step => ({
  seconds: count * 30 * DAY_S,
  each: { months: count },
  unit: 'month',
});

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => within(count * MINUTE_S)),
  ...[1, 2, 3, 6, 12].map((count) => within(count * HOUR_S)),
  ...[1, 2, 3, 7, 14].map(days),
  ...[1, 2, 3, 6].map(months),
];

let last: { readonly key: string; readonly ticks: readonly number[] } | null = null;

/**
 * Round times (Unix seconds) within a range in the given zone, at most `most`: full minutes and hours, midnights,
 * firsts of a month.
 */
export function timeTicks(
  range: TimeRange,
  zone: 'local' | 'utc',
  most: number,
): readonly number[] {
  // The charts of a page ask for the same ticks, one after another.
  const key = `${String(range.from)} ${String(range.to)} ${zone} ${String(most)}`;
  if (last?.key !== key) last = { key, ticks: findTicks(range, zone, most) };
  return last.ticks;
}

function findTicks(range: TimeRange, zone: 'local' | 'utc', most: number): number[] {
  const span = range.to - range.from;
  const step = STEPS.find(({ seconds }) => span / seconds <= most) ?? months(12);
  const ticks: number[] = [];
  let at = DateTime.fromSeconds(range.from, { zone }).startOf(step.unit);
  while (at.toSeconds() <= range.to) {
    if (at.toSeconds() >= range.from) ticks.push(at.toSeconds());
    const next = at.plus(step.each);
    // Steps of days start again each month, so that its first is always included.
    at = next.month !== at.month && step.unit === 'month' ? next.startOf('month') : next;
  }
  return ticks;
}
