import type { SortingState } from '@tanstack/vue-table';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { MINUTE_S } from '../../contract/time.ts';
import { HOST_STATES, type HostState } from '../../contract/host-health.ts';
import type { FleetFilter } from '../../contract/views.ts';
import { isRangeId, LONGEST_RANGE_S, type RangeId, type TimeRange } from '../lib/ranges.ts';

/** The view state in the address of a page. */
export interface PageState {
  readonly range: RangeId;
  /** Unix seconds; replaces `range`. */
  readonly customRange: TimeRange | null;
  /** Null: the page has no list of hosts. */
  readonly list: ListState | null;
}

/** The view state of a host list. */
export interface ListState {
  readonly filter: FleetFilter;
  readonly sorting: SortingState;
  readonly layout: 'table' | 'grid';
}

/** The end of the year 9999, Unix seconds: later dates are written differently. */
const LATEST = 253_402_300_799;

/** Our keys of a query; pages may have others. */
const KEYS = ['range', 'from', 'to', 'q', 'state', 'platform', 'source', 'label', 'sort', 'view'];

/** A state as a query; the order is left out if it is `usual`. */
export function queryOf({ range, customRange, list }: PageState, usual: SortingState) {
  const query: Record<string, string | string[]> = {};
  if (customRange === null) query['range'] = range;
  else {
    query['from'] = String(customRange.from);
    query['to'] = String(customRange.to);
  }
  if (list === null) return query;
  const { filter, sorting, layout } = list;
  const lists = {
    state: filter.states,
    platform: filter.platforms,
    source: filter.sources,
    label: filter.labels,
  };
  if (filter.text !== '') query['q'] = filter.text;
  for (const [key, values] of Object.entries(lists)) if (values.length > 0) query[key] = values;
  const sort = sortText(sorting);
  if (sort !== sortText(usual)) query['sort'] = sort;
  if (layout === 'grid') query['view'] = layout;
  return query;
}

/** The state in a query, or null if it has none. `usual` is the order if the query names none. */
export function stateOf(query: LocationQuery, usual: SortingState): PageState | null {
  if (!KEYS.some((key) => key in query)) return null;
  const one = (key: string) => all(query, key)[0] ?? '';
  const from = Number(one('from'));
  const to = Number(one('to'));
  const range = one('range');
  const sort = one('sort');
  const filter: FleetFilter = {
    text: one('q').slice(0, 500),
    states: all(query, 'state').filter(isHostState),
    platforms: all(query, 'platform'),
    sources: all(query, 'source'),
    labels: all(query, 'label'),
  };
  return {
    range: isRangeId(range) ? range : '4h',
    customRange: isShown({ from, to }) ? { from, to } : null,
    list: {
      filter,
      sorting: sort === '' ? usual : sortOf(sort),
      layout: one('view') === 'grid' ? 'grid' : 'table',
    },
  };
}

/** A query with our keys updated and the others unchanged. */
export function withState(query: LocationQuery, state: LocationQueryRaw): LocationQueryRaw {
  const others = Object.entries(query).filter(([key]) => !KEYS.includes(key));
  return { ...Object.fromEntries(others), ...state };
}

/** Our part of a query as a text, for comparison; `keys`: only those. */
export function fingerprint(query: LocationQueryRaw, keys: readonly string[] = KEYS): string {
  return JSON.stringify(keys.map((key) => [query[key] ?? []].flat().map(String)));
}

/** The part of a query that holds the range. */
export const RANGE_KEYS: readonly string[] = ['range', 'from', 'to'];

function all(query: LocationQuery, key: string): string[] {
  return [query[key] ?? []].flat().filter((value) => typeof value === 'string');
}

const isHostState = (text: string): text is HostState =>
  HOST_STATES.some((state) => state === text);
/** Addresses come from others too: a range that no chart could show is ignored. A minute is for rounding. */
const isShown = ({ from, to }: TimeRange): boolean =>
  [from, to].every((at) => Number.isSafeInteger(at) && at > 0 && at <= LATEST) &&
  to > from &&
  to - from <= LONGEST_RANGE_S + MINUTE_S;

const sortText = (sorting: SortingState): string =>
  sorting.map(({ id, desc }) => (desc ? `${id}.desc` : id)).join(',');

function sortOf(text: string): SortingState {
  return text
    .split(',')
    .slice(0, 3)
    .map((part) => ({ id: part.replace(/\.desc$/u, ''), desc: part.endsWith('.desc') }));
}
