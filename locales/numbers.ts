/** What stands for a value that is not known. Never "0", never "N/A". */
export const UNKNOWN = '–';

const known = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** A percentage (0 to 100) with one decimal, without its unit. */
export function percentText(value: number | null | undefined, locale: string): string {
  return known(value) ? fixed(value, 1, locale) : UNKNOWN;
}

/** A count or a load with as many decimals as asked for. */
export function numberText(value: number | null | undefined, locale: string, decimals = 0): string {
  return known(value) ? fixed(value, decimals, locale) : UNKNOWN;
}

/** A number as short as it can be said, with one decimal at most: `90`, `87.5`. */
export function shortText(value: number | null | undefined, locale: string): string {
  if (!known(value)) return UNKNOWN;
  return fixed(value, Number.isInteger(Math.round(value * 10) / 10) ? 0 : 1, locale);
}

/** A number of which nothing is known, with seven digits at most; beyond a million in short. */
export function plainText(value: number | null | undefined, locale: string): string {
  if (!known(value)) return UNKNOWN;
  const notation = Math.abs(value) >= 1e7 ? 'compact' : 'standard';
  const digits = notation === 'compact' ? 4 : 7;
  return new Intl.NumberFormat(locale, { notation, maximumSignificantDigits: digits }).format(
    value,
  );
}

const AMOUNT_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the largest decimal unit that keeps it at 1 or more: what networks and their providers count in. */
export function amountText(value: number | null | undefined, locale: string): string {
  if (!known(value)) return UNKNOWN;
  let scaled = value;
  let unit = 0;
  while (scaled >= 1000 && unit < AMOUNT_UNITS.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const decimals = unit === 0 || scaled >= 100 ? 0 : 1;
  return `${fixed(scaled, decimals, locale)}\u202f${AMOUNT_UNITS[unit] ?? ''}`;
}

/** Bytes per second in the largest decimal unit that keeps it at 1 or more. */
export function rateText(value: number | null | undefined, locale: string): string {
  return known(value) ? `${amountText(value, locale)}/s` : UNKNOWN;
}

const SIZE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes in the largest binary unit that keeps it at 1 or more. */
export function bytesText(value: number | null | undefined, locale: string): string {
  if (!known(value)) return UNKNOWN;
  let scaled = value;
  let unit = 0;
  while (scaled >= 1024 && unit < SIZE_UNITS.length - 1) {
    scaled /= 1024;
    unit += 1;
  }
  return `${fixed(scaled, unit === 0 || scaled >= 100 ? 0 : 1, locale)}\u202f${SIZE_UNITS[unit] ?? ''}`;
}

/** US dollars; amounts under a cent are named as such rather than as nothing. */
export function dollarsText(value: number, locale: string): string {
  const amount = value > 0 && value < 0.01 ? 0.01 : value;
  const text = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(amount);
  return amount === value ? text : `<\u202f${text}`;
}

const formats = new Map<string, Intl.NumberFormat>();

function fixed(value: number, decimals: number, locale: string): string {
  const key = `${locale} ${String(decimals)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format);
  }
  return format.format(value);
}
