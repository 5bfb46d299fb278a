import { METRIC_IDS } from '../../contract/metrics.ts';
import { QUERY_FIELDS } from './host-query.ts';

/** What the last term of a query can become. */
export interface QueryCompletion {
  /** `state:`, `online` */
  readonly label: string;
  /** The whole query with it. */
  readonly text: string;
}

const MOST = 8;
const NAMES = [
  ...[...QUERY_FIELDS.keys()].map((name) => `${name}:`),
  ...METRIC_IDS.map((metric) => `${metric}>`),
];

/**
 * How the term at the end of a query goes on, once a letter of it is there: names of fields and metrics, after a field its
 * values. Empty where nothing begins like it.
 */
export function queryCompletions(text: string): QueryCompletion[] {
  const { start, typed, words } = lastTerm(text);
  const begun = typed.toLowerCase();
  return words
    .filter((word) => word.toLowerCase().startsWith(begun) && word.toLowerCase() !== begun)
    .slice(0, MOST)
    .map((label) => ({
      label,
      text: `${text.slice(0, start)}${label}${/[:>]$/u.test(label) ? '' : ' '}`,
    }));
}

/** The part of the last term that is being typed, where it begins, and what could stand there. */
function lastTerm(text: string): { start: number; typed: string; words: readonly string[] } {
  const value = /(?:^|\s)-?(?<name>[a-z]+):(?:[^\s",:]*,)*(?<typed>[^\s",:]*)$/iu.exec(
    text,
  )?.groups;
  if (value !== undefined) {
    const { name = '', typed = '' } = value;
    const words = QUERY_FIELDS.get(name.toLowerCase()) ?? [];
    return { start: text.length - typed.length, typed, words };
  }
  const { typed = '' } = /(?:^|\s)-?(?<typed>[a-z][a-z\d]*)$/iu.exec(text)?.groups ?? {};
  return { start: text.length - typed.length, typed, words: typed === '' ? [] : NAMES };
}
