/** Parses a number with a point or a comma; NaN if invalid. */
export function typedNumber(text: string): number {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

/** A number for a field: with the language's decimal sign and no digit grouping. */
export function numberField(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 6 }).format(
    value,
  );
}

/** Parses a whole number, digits only, because `1.000` is a thousand to some; NaN if invalid. */
export function typedWhole(text: string): number {
  return /^[+-]?\d+$/u.test(text.trim()) ? Number(text) : Number.NaN;
}
