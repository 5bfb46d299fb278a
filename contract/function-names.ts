/** Names that a text of one line has at most. */
const MOST_NAMES = 5;

/** Names of functions in one line: `load, import_orders`, and how many more there are: `…, +12`. */
export function nameFunctions(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`+${String(more)}`] : [])].join(', ');
}

/** Which form of a text suits the functions that `nameFunctions` has named: 1 for one, 2 for several. */
export function pluralOfNames(line: string): 1 | 2 {
  return line.includes(', ') ? 2 : 1;
}
