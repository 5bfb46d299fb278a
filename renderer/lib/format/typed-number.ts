/** A number as it was typed, with a point or a comma; NaN where there is none. */
export function typedNumber(text: string): number {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

/** A number as a field shows it: with the decimal sign of the language, and nothing between its digits. */
export function numberField(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 6 }).format(
    value,
  );
}

/** A whole number as it was typed: digits alone, since `1.000` is a thousand to some; NaN where there is none. */
export function typedWhole(text: string): number {
  return /^[+-]?\d+$/u.test(text.trim()) ? Number(text) : Number.NaN;
}
