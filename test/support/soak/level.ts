/** The maximum of the last third minus that of the third before: at most 0 once it has levelled off. */
export function rise(values: readonly number[]): number {
  const third = Math.floor(values.length / 3);
  if (third === 0) throw new Error('too few measurements');
  return Math.max(...values.slice(-third)) - Math.max(...values.slice(-2 * third, -third));
}

/**
 * The median of the last third minus that of the third before: a single measurement during some work does not matter.
 */
export function riseOfMedian(values: readonly number[]): number {
  const third = Math.floor(values.length / 3);
  if (third === 0) throw new Error('too few measurements');
  return median(values.slice(-third)) - median(values.slice(-2 * third, -third));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/**
 * Growth per poll over the second half of a run: the median of the slopes between all pairs of points (Theil and Sen),
 * which a few outliers do not move.
 */
export function growthPerPoll<T extends { poll: number }>(
  points: readonly T[],
  valueOf: (point: T) => number,
): number {
  const half = points.slice(Math.floor(points.length / 2));
  const slopes: number[] = [];
  for (const [index, a] of half.entries())
    for (const b of half.slice(index + 1))
      slopes.push((valueOf(b) - valueOf(a)) / (b.poll - a.poll));
  if (slopes.length === 0) throw new Error('too few measurements');
  return median(slopes);
}
