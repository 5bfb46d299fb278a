import type { CustomValue } from './sample.ts';

/** Most custom metrics in one sample. */
export const MOST_CUSTOM = 8;
/** Longest name of a custom metric, labels included, in UTF-8 bytes. */
export const LONGEST_CUSTOM_NAME = 64;
/** Greater values are refused: their sums and differences would lose precision. */
const GREATEST = 1e15;

/** The attribute of an item that contains them. */
export const CUSTOM_ATTRIBUTE = 'custom';

/** Whether a value can be stored. */
export function isCustomValue(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= GREATEST;
}

/** Custom metrics in the form of an item: a list of [name, number], numbers of at most 12 digits. */
export function encodeCustom(custom: readonly CustomValue[] | undefined): Record<string, unknown> {
  return custom === undefined || custom.length === 0
    ? {}
    : { [CUSTOM_ATTRIBUTE]: custom.map(({ name, value }) => [name, storedValue(value)]) };
}

/** The custom metrics of an item; invalid entries and repeated names are left out. */
export function decodeCustom(item: Readonly<Record<string, unknown>>): CustomValue[] {
  const entries = item[CUSTOM_ATTRIBUTE];
  if (!Array.isArray(entries)) return [];
  const found = new Map<string, CustomValue>();
  for (const entry of entries.slice(0, MOST_CUSTOM) as unknown[]) {
    if (!Array.isArray(entry)) continue;
    const [name, value] = entry as unknown[];
    if (isCustomName(name) && isCustomValue(value) && !found.has(name))
      found.set(name, { name, value });
  }
  return [...found.values()];
}

/** Whether a text can be the name of a custom metric: not empty, visible characters only. */
export function isCustomName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name !== '' &&
    // A text has at least as many bytes as code units.
    name.length <= LONGEST_CUSTOM_NAME &&
    !/\p{Cc}/u.test(name)
  );
}

const DIGITS = 12;

/** Digits beyond the twelfth are rounding noise, and every two cost a byte. */
function storedValue(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
