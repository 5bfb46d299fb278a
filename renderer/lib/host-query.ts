import { ALERT_KINDS, type AlertKind } from '../../contract/alerts.ts';
import { HOST_STATES } from '../../contract/host-health.ts';
import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { FleetRow } from './rows.ts';

/** The subject of a query: a host with its labels and alert kinds. */
export interface QuerySubject {
  readonly row: FleetRow;
  readonly labels: readonly string[];
  readonly alerts: readonly AlertKind[];
}

/** What is wrong with a term. `values`: what is possible there. */
export type QueryProblem =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'number'; readonly name: string }
  | {
      readonly kind: 'value';
      readonly name: string;
      readonly value: string;
      readonly values: readonly string[];
    };

/** A parsed query; invalid terms match every host and are reported. */
export interface HostQuery {
  /** Whether a host matches every valid term. */
  readonly admits: (subject: QuerySubject) => boolean;
  readonly problems: readonly QueryProblem[];
}

/** A term: a limit, which may have spaces around its sign, or a word between spaces and quotes. */
const TERM = /-?[\p{L}\d]+\s*(?:>=|<=|[<>=])\s*[\d.,]+%?(?=\s|$)|(?:[^\s"]|"[^"]*"?)+/gu;

type Test = (subject: QuerySubject) => boolean;

const ANY = 'any';
const BYTES_PER_MB = 1e6;

/**
 * Parses a query: terms separated by spaces, all of which must match; a leading `-` negates one. A term is a word of
 * the name, platform, layout or a label; a field with values (`label:db`, `state:offline,stale`, `alert:cpu`,
 * `is:maintenance`); or a metric with a limit (`cpu>80`, in percent or MB/s). Quotes keep spaces and signs together.
 * Case is ignored. A term without a value yet, or an invalid one, matches everything.
 */
export function parseHostQuery(text: string): HostQuery {
  const tests: Test[] = [];
  const problems: QueryProblem[] = [];
  for (const found of text.match(TERM) ?? []) {
    const term = found.includes('"') ? found : found.replaceAll(/\s/gu, '');
    const negated = term.length > 1 && term.startsWith('-');
    const test = readTerm(negated ? term.slice(1) : term, problems);
    if (test !== null) tests.push(negated ? (subject) => !test(subject) : test);
  }
  return { admits: (subject) => tests.every((test) => test(subject)), problems };
}

function readTerm(term: string, problems: QueryProblem[]): Test | null {
  const parts = /^(?<name>[\p{L}\d]+)(?<sign>>=|<=|[:<>=])(?<rest>.*)$/su.exec(term)?.groups;
  if (parts === undefined) return hasWord(unquoted(term));
  const { name = '', sign = '', rest = '' } = parts;
  const value = unquoted(rest);
  if (sign === ':') return readField(name, value, problems);
  const metric = METRIC_BY_NAME.get(name.toLowerCase());
  if (metric === undefined) {
    problems.push({ kind: 'field', name });
    return null;
  }
  return readLimit({ name, metric, sign, value }, problems);
}

function readField(name: string, text: string, problems: QueryProblem[]): Test | null {
  const key = name.toLowerCase();
  const field = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
  if (field === undefined) {
    problems.push({ kind: 'field', name });
    return null;
  }
  const wanted = text.toLowerCase().split(',').filter(Boolean);
  const { values } = field;
  const wrong = values === undefined ? undefined : wanted.find((value) => !values.includes(value));
  if (values !== undefined && wrong !== undefined) {
    problems.push({ kind: 'value', name, value: wrong, values });
    return null;
  }
  if (wanted.length === 0) return null;
  return (subject) => wanted.some((value) => field.admits(subject, value));
}

interface Field {
  /** In lower case; absent: any. */
  readonly values?: readonly string[];
  readonly admits: (subject: QuerySubject, wanted: string) => boolean;
}

const FIELDS: Readonly<Record<string, Field>> = {
  label: {
    admits: ({ labels }, wanted) => labels.some((label) => label.toLowerCase() === wanted),
  },
  state: { values: HOST_STATES, admits: ({ row }, wanted) => row.state === wanted },
  host: { admits: ({ row }, wanted) => row.hostname.toLowerCase().includes(wanted) },
  platform: {
    admits: ({ row }, wanted) => (row.platform ?? '').toLowerCase().includes(wanted),
  },
  source: { admits: ({ row }, wanted) => row.sourceId.toLowerCase() === wanted },
  alert: {
    values: [ANY, ...ALERT_KINDS.map((kind) => kind.toLowerCase())],
    admits: ({ alerts }, wanted) =>
      wanted === ANY ? alerts.length > 0 : alerts.some((kind) => kind.toLowerCase() === wanted),
  },
  is: { values: ['maintenance'], admits: ({ row }) => row.maintenance },
};

/** The names of fields, and their values if there are only a few. */
export const QUERY_FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(FIELDS).map(([name, { values }]) => [name, values ?? []]),
);

const METRIC_BY_NAME = new Map<string, MetricId>(METRIC_IDS.map((id) => [id.toLowerCase(), id]));

const SIGNS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '=': (value, limit) => value === limit,
};

interface LimitTerm {
  readonly name: string;
  readonly metric: MetricId;
  readonly sign: string;
  readonly value: string;
}

/** A host without a value matches no limit. */
function readLimit(term: LimitTerm, problems: QueryProblem[]): Test | null {
  const { name, metric, sign, value } = term;
  if (value === '') return null;
  const typed = Number(value.replace(',', '.').replace(/%$/u, ''));
  const compare = SIGNS[sign];
  if (Number.isNaN(typed) || compare === undefined) {
    problems.push({ kind: 'number', name });
    return null;
  }
  const limit = METRICS[metric].unit === 'bytes-per-second' ? typed * BYTES_PER_MB : typed;
  return ({ row }) => {
    const newest = row.newest[metric];
    return newest !== undefined && newest !== null && compare(newest, limit);
  };
}

function hasWord(word: string): Test | null {
  const wanted = word.toLowerCase();
  if (wanted === '') return null;
  const has = (text: string) => text.toLowerCase().includes(wanted);
  return ({ row, labels }) =>
    has(row.hostname) || has(row.platform ?? '') || has(row.layout) || labels.some(has);
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}
