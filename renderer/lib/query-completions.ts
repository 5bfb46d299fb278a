import { METRIC_IDS } from '../../contract/metrics.ts';
import { QUERY_FIELDS } from './host-query.ts';

/** A completion of the last term of a query. */
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
 * Completions for the term at the end of a query, from its first letter on: names of fields and metrics, and after a
 * field its values. Empty without a match.
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

/** The part of the last term that is being typed, its position, and what is possible there. */
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
