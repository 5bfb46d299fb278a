/** One number of a file, under its name with its labels. */
export interface TextfileValue {
  /** E.g. `backup_age_seconds{job="db"}`: labels in the order of their names. */
  series: string;
  /** The value as written; it may be NaN or infinite. */
  value: number;
}

/** The content of a file in Prometheus' text format, or why it is invalid. */
export type Textfile =
  | {
      values: TextfileValue[];
      /** Names of histograms and summaries, which consist of many numbers each. */
      compound: string[];
    }
  | { problem: string };

const NAME = /[a-zA-Z_:][\w:]*/uy;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\\n]|\\[\\"n])*)"\s*/uy;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;
const COMPOUND_PARTS = /_(?:bucket|sum|count)$/u;

/**
 * Reads Prometheus' text format as node_exporter's textfile collector does: one invalid line, a repeated series or a
 * timestamp refuses the whole file.
 */
export function parseTextfile(text: string): Textfile {
  // A program that writes without renaming can be caught in the middle.
  if (text !== '' && !text.endsWith('\n'))
    return { problem: 'it does not end with a line break; perhaps it is still being written' };
  const types = new Map<string, string>();
  const values = new Map<string, number>();
  const compound = new Set<string>();
  const seen = new Set<string>();
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const problem = trimmed.startsWith('#') ? readType(trimmed) : readSample(trimmed);
    if (problem !== null) return { problem: `line ${String(number)}: ${problem}` };
  }
  return {
    values: Array.from(values, ([series, value]) => ({ series, value })),
    compound: [...compound],
  };

  function readType(comment: string): string | null {
    const [, keyword, name = '', type = ''] = comment.split(/\s+/u);
    if (keyword !== 'TYPE') return null;
    if (types.has(name)) return `a second type of ${name}`;
    if (seen.has(name)) return `the type of ${name} comes after its values`;
    types.set(name, type);
    return null;
  }

  function readSample(sample: string): string | null {
    const read = seriesOf(sample);
    if (read === null) return 'it is not "NAME{LABELS} VALUE"';
    const { name, series, rest } = read;
    const [value = '', timestamp, more] = rest.trim().split(/\s+/u);
    const parsed = numberOf(value);
    if (parsed === null || more !== undefined) return 'its value is not a number';
    if (timestamp !== undefined)
      return 'it has a timestamp; numbers count as of now (as in node_exporter)';
    seen.add(name);
    const whole = wholeOf(name);
    if (whole !== null) {
      compound.add(whole);
      return null;
    }
    if (values.has(series)) return `${series} is there twice`;
    values.set(series, parsed);
    return null;
  }

  /** The histogram or summary that a name belongs to. */
  function wholeOf(name: string): string | null {
    const isCompound = (type: string | undefined): boolean =>
      type === 'histogram' || type === 'summary';
    if (isCompound(types.get(name))) return name;
    const base = name.replace(COMPOUND_PARTS, '');
    return base !== name && isCompound(types.get(base)) ? base : null;
  }
}

function seriesOf(line: string): { name: string; series: string; rest: string } | null {
  NAME.lastIndex = 0;
  const [name] = NAME.exec(line) ?? [];
  if (name === undefined) return null;
  let rest = line.slice(name.length).trimStart();
  if (!rest.startsWith('{')) {
    // A number ends a name only after a space.
    return /^\s/u.test(line.slice(name.length)) ? { name, series: name, rest } : null;
  }
  const labels = new Map<string, string>();
  let at = 1;
  for (;;) {
    LABEL.lastIndex = at;
    const found = LABEL.exec(rest);
    if (found === null) break;
    const [, label = '', value = ''] = found;
    if (labels.has(label)) return null;
    labels.set(label, value);
    at = LABEL.lastIndex;
    if (rest[at] !== ',') break;
    at += 1;
  }
  const end = /^\s*\}/u.exec(rest.slice(at));
  if (end === null) return null;
  rest = rest.slice(at + end[0].length);
  // A label with an empty value counts as absent.
  const written = Array.from(labels)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}="${value}"`);
  return { name, series: written.length === 0 ? name : `${name}{${written.join(',')}}`, rest };
}

function numberOf(text: string): number | null {
  if (/^nan$/iu.test(text)) return NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/iu.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return NUMBER.test(text) ? Number(text) : null;
}
