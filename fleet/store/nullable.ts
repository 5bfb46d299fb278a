/** A number column; null where it holds none, or something else. */
export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** A text column; null where it holds none, or something else. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
