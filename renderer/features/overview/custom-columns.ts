import { MOST_CUSTOM } from '../../../contract/custom.ts';
import type { FleetRow } from '../../lib/rows.ts';

const PREFIX = 'custom:';

/** The column id of a custom metric, as stored in views and in the window's storage. */
export function customColumn(name: string): string {
  return `${PREFIX}${name}`;
}

/** The custom metric of a column; null: none. */
export function customNameOf(columnId: string): string | null {
  return columnId.startsWith(PREFIX) ? columnId.slice(PREFIX.length) : null;
}

/** The newest value of a host's custom metric; undefined if it has none. */
export function customValueOf({ custom }: Pick<FleetRow, 'custom'>, name: string) {
  return custom?.find((one) => one.name === name)?.value;
}

/**
 * The custom metrics with a column, by name; if there are more than `MOST_CUSTOM`, first the chosen ones, then those
 * that most hosts have.
 */
export function customColumnNames(
  rows: readonly Pick<FleetRow, 'custom'>[],
  chosen: Readonly<Record<string, boolean>>,
): string[] {
  const hosts = new Map<string, number>();
  for (const { custom = [] } of rows)
    for (const { name } of custom) hosts.set(name, (hosts.get(name) ?? 0) + 1);
  const isChosen = (name: string) => (chosen[customColumn(name)] === true ? 1 : 0);
  return Array.from(hosts)
    .toSorted(
      ([a, hostsA], [b, hostsB]) =>
        isChosen(b) - isChosen(a) || hostsB - hostsA || (a < b ? -1 : 1),
    )
    .slice(0, MOST_CUSTOM)
    .map(([name]) => name)
    .toSorted();
}
