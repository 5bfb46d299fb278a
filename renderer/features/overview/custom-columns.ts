import { MOST_CUSTOM } from '../../../contract/custom.ts';
import type { FleetRow } from '../../lib/rows.ts';

const PREFIX = 'custom:';

/** The id of the column of a custom metric, as views and the window's own storage keep it. */
export function customColumn(name: string): string {
  return `${PREFIX}${name}`;
}

/** The custom metric that a column shows; null: it shows none. */
export function customNameOf(columnId: string): string | null {
  return columnId.startsWith(PREFIX) ? columnId.slice(PREFIX.length) : null;
}

/** The newest value of a custom metric of a host; undefined where it has none. */
export function customValueOf({ custom }: Pick<FleetRow, 'custom'>, name: string) {
  return custom?.find((one) => one.name === name)?.value;
}

/**
 * The custom metrics that have a column, in the order of their names: of more than `MOST_CUSTOM` those that the user
 * chose to see, and then those that most hosts have.
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
