import type { AlertKind } from '../../contract/alerts.ts';
import type { FleetFilter } from '../../contract/views.ts';
import { parseHostQuery } from './host-query.ts';
import type { FleetRow } from './rows.ts';

/** Matches every host. */
export const NO_FILTER: FleetFilter = {
  text: '',
  states: [],
  platforms: [],
  sources: [],
  labels: [],
};

/** The labels of a host by its key. */
export type LabelLookup = (key: string) => readonly string[];

/** What a filter needs besides the row. */
export interface FilterContext {
  readonly labelsOf: LabelLookup;
  /** The kinds of alerts for which a host needs attention, by its key. */
  readonly alertsOf: (key: string) => readonly AlertKind[];
}

/** The rows that match a filter: its text as a query, and one value of each non-empty list. */
export function filterRows(
  rows: readonly FleetRow[],
  filter: FleetFilter,
  { labelsOf, alertsOf }: FilterContext,
): readonly FleetRow[] {
  if (!isFiltered(filter)) return rows;
  const { admits: fulfils } = parseHostQuery(filter.text);
  const { states, platforms, sources, labels } = filter;
  const admits = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);
  return rows.filter((row) => {
    if (!admits(states, row.state) || !admits(sources, row.sourceId)) return false;
    if (!admits(platforms, row.platform ?? '')) return false;
    const own = labelsOf(row.key);
    if (labels.length > 0 && !labels.some((label) => own.includes(label))) return false;
    return fulfils({ row, labels: own, alerts: alertsOf(row.key) });
  });
}

/** Whether a filter may hide hosts. */
export function isFiltered(filter: FleetFilter): boolean {
  return filter.text.trim() !== '' || filterCount(filter) > 0;
}

/** The number of values in the lists of a filter. */
export function filterCount({ states, platforms, sources, labels }: FleetFilter): number {
  return states.length + platforms.length + sources.length + labels.length;
}

/** Adds the value to the list, or removes it. */
export function toggled<T>(list: readonly T[], value: T): T[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}

/** The platforms of the hosts, sorted; an unknown one is the empty string and comes last. */
export function platformsOf(rows: readonly FleetRow[]): string[] {
  const found = new Set(rows.map(({ platform }) => platform ?? ''));
  return [...found].toSorted((a, b) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b)));
}
