import type { CustomValue } from './sample.ts';

/** Custom metrics that one sample has at most. */
export const MOST_CUSTOM = 8;
/** Bytes (UTF-8) of the name of one, its labels included. */
export const LONGEST_CUSTOM_NAME = 64;
/** What is greater is refused: sums and differences of it could not be told any more. */
const GREATEST = 1e15;

/** The attribute of an item that holds them. */
export const CUSTOM_ATTRIBUTE = 'custom';

/** Whether a value is one that can be stored. */
export function isCustomValue(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= GREATEST;
}

/** Custom metrics as an item holds them: a list of lists, each a name and a number of at most 12 digits. */
export function encodeCustom(custom: readonly CustomValue[] | undefined): Record<string, unknown> {
  return custom === undefined || custom.length === 0
    ? {}
    : { [CUSTOM_ATTRIBUTE]: custom.map(({ name, value }) => [name, storedValue(value)]) };
}

/** What an item says of custom metrics; an entry that makes no sense, or whose name was there before, is left out. */
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

/** Whether a text can be the name of a custom metric: one that is not empty, of visible characters. */
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

/** Digits beyond the twelfth are noise of the arithmetic, and each two cost a byte. */
function storedValue(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
