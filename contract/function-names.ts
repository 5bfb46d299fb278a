/** Most names in a text of one line. */
const MOST_NAMES = 5;

/** Names of functions in one line: `load, import_orders`, and how many more there are: `…, +12`. */
export function nameFunctions(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`+${String(more)}`] : [])].join(', ');
}

/** The plural form of a text about the functions from `nameFunctions`: 1 for one, 2 for several. */
export function pluralOfNames(line: string): 1 | 2 {
  return line.includes(', ') ? 2 : 1;
}
