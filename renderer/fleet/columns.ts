import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  type SortFn,
} from '@tanstack/vue-table';
import { HOT_PERCENT } from './summary.ts';
import type { FleetRow } from './rows.ts';

export const tableSetup = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});
export type TableSetup = typeof tableSetup;

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Numbers in names count as numbers: `web-9` before `web-10`. */
const naturally: SortFn<TableSetup, FleetRow> = (a, b, columnId) =>
  byName.compare(String(a.getValue(columnId) ?? ''), String(b.getValue(columnId) ?? ''));

const numerically: SortFn<TableSetup, FleetRow> = (a, b, columnId) =>
  Number(a.getValue(columnId)) - Number(b.getValue(columnId));

/** What to look at first: gone within the hour, then hot, then well, then gone for long. */
export function urgency({ state, cpuPercent, memoryPercent }: FleetRow): number {
  if (state === 'offline') return 0;
  if (state === 'stale') return 3;
  const hot = Math.max(cpuPercent ?? 0, memoryPercent ?? 0) >= HOT_PERCENT;
  return hot ? 1 : 2;
}

const column = createColumnHelper<TableSetup, FleetRow>();

/** Unknown values sort last in either direction. */
const number = (id: string, value: (row: FleetRow) => number | null) =>
  column.accessor((row) => value(row) ?? undefined, {
    id,
    sortFn: numerically,
    sortDescFirst: true,
    sortUndefined: 'last',
  });
const text = (id: string, value: (row: FleetRow) => string | null) =>
  column.accessor((row) => value(row) ?? undefined, {
    id,
    sortFn: naturally,
    sortDescFirst: false,
    sortUndefined: 'last',
  });

export const hostColumns = column.columns([
  column.display({ id: 'select' }),
  text('hostname', (row) => row.hostname),
  column.display({ id: 'labels' }),
  column.accessor(urgency, { id: 'state', sortFn: numerically, sortDescFirst: false }),
  number('cpu', (row) => row.cpuPercent),
  column.display({ id: 'trend' }),
  number('memory', (row) => row.memoryPercent),
  number('lastSeen', (row) => row.lastSeen),
  text('platform', (row) => row.platform),
  text('source', (row) => row.source),
]);

/** The columns that can be hidden, in their order. */
export const OPTIONAL_COLUMNS = [
  'labels',
  'cpu',
  'trend',
  'memory',
  'lastSeen',
  'platform',
  'source',
] as const;

/** Widths as CSS grid tracks, by column id. */
export const COLUMN_TRACKS: Readonly<Record<string, string>> = {
  select: '36px',
  hostname: 'minmax(160px, 2.4fr)',
  labels: 'minmax(90px, 1fr)',
  state: '96px',
  cpu: 'minmax(120px, 1fr)',
  trend: '108px',
  memory: 'minmax(120px, 1fr)',
  lastSeen: '112px',
  platform: '92px',
  source: '76px',
};
