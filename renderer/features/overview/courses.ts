import type { FleetEvent, FleetSeries } from '../../../contract/answers.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/** Points of a course computed from events. */
const STEPS = 56;

/** The percentage of `total` hosts that were online; NaN before any sample. */
export function onlineCourse(
  { mean, online }: Pick<FleetSeries, 'mean' | 'online'>,
  total: number,
): Float32Array {
  const first = mean.findIndex((value) => !Number.isNaN(value));
  return online.map((value, step) =>
    total === 0 || first < 0 || step < first ? NaN : (value / total) * 100,
  );
}

/** The number of hosts with a problem over a range, from events, in percent of its maximum; null without any. */
export function attentionCourse(
  events: readonly Pick<FleetEvent, 'at' | 'endedAt' | 'maintenance'>[],
  { from, to }: TimeRange,
): Float32Array | null {
  const counts = new Float32Array(STEPS);
  const stepOf = (time: number): number =>
    Math.min(STEPS - 1, Math.max(0, Math.floor(((time - from) / (to - from)) * STEPS)));
  for (const { at, endedAt, maintenance } of events) {
    if (maintenance === true || at >= to || (endedAt ?? to) <= from) continue;
    const last = stepOf(endedAt ?? to);
    for (let step = stepOf(at); step <= last; step += 1) counts[step] = (counts[step] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return most === 0 ? null : counts.map((count) => (count / most) * 100);
}
