/** The value in the middle, or the mean of the two there; NaN of none. */
export function median(values: readonly number[]): number {
  return medianOf(values.toSorted((a, b) => a - b));
}

/** The median of values that are in order already. */
export function medianOf(sorted: ArrayLike<number>): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
