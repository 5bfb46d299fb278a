/** A number as it was typed, with a point or a comma; NaN where there is none. */
export function typedNumber(text: string): number {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

/** A whole number as it was typed: digits alone, since `1.000` is a thousand to some; NaN where there is none. */
export function typedWhole(text: string): number {
  return /^[+-]?\d+$/u.test(text.trim()) ? Number(text) : Number.NaN;
}
