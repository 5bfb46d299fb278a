import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  type SortFn,
} from '@tanstack/vue-table';
import type { FleetRow } from '../../lib/rows.ts';

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

/** What to look at first: gone within the hour, then with an alert, then well, then gone for long. */
export function urgency({ state, alerting }: FleetRow): number {
  if (state === 'offline') return 0;
  if (state === 'stale') return 3;
  return alerting ? 1 : 2;
}

/** As the table stands at first: what to look at first, then by name. */
export function worstFirst(rows: readonly FleetRow[]): FleetRow[] {
  return rows.toSorted((a, b) => urgency(a) - urgency(b) || byName.compare(a.hostname, b.hostname));
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
  number('disk', (row) => row.diskPercent ?? null),
  number('load', (row) => row.load1 ?? null),
  number('lastSeen', (row) => row.lastSeen),
  text('platform', (row) => row.platform),
  text('source', (row) => row.layout),
]);

/** The columns that can be hidden, in their order. */
export const OPTIONAL_COLUMNS = [
  'labels',
  'cpu',
  'trend',
  'memory',
  'disk',
  'load',
  'lastSeen',
  'platform',
  'source',
] as const;

/** Columns of what only some collectors write: without a single value they would be a column of dashes. */
export function columnsWithoutValues(rows: readonly FleetRow[]): string[] {
  const has = { disk: false, load: false };
  for (const { diskPercent, load1 } of rows) {
    has.disk ||= typeof diskPercent === 'number';
    has.load ||= typeof load1 === 'number';
  }
  return Object.entries(has).flatMap(([id, known]) => (known ? [] : [id]));
}

interface ColumnWidth {
  /** Least width, pixels. */
  readonly min: number;
  /** Share of the room that is left; 0: the column stays at its least width. */
  readonly grow: number;
}

const WIDTHS: Readonly<Record<string, ColumnWidth>> = {
  select: { min: 36, grow: 0 },
  hostname: { min: 160, grow: 2.4 },
  labels: { min: 90, grow: 1 },
  state: { min: 100, grow: 0 },
  cpu: { min: 112, grow: 1 },
  trend: { min: 108, grow: 0 },
  memory: { min: 112, grow: 1 },
  disk: { min: 112, grow: 1 },
  load: { min: 72, grow: 0 },
  lastSeen: { min: 108, grow: 0 },
  platform: { min: 92, grow: 0 },
  source: { min: 76, grow: 0 },
};
const USUAL: ColumnWidth = { min: 100, grow: 1 };

/** What gives way first where there is no room for all. */
const GIVES_WAY = ['source', 'labels', 'load', 'trend', 'platform', 'disk', 'lastSeen'] as const;

/** The columns that fit into a width (pixels), in their order. A width of 0 is not known yet. */
export function fittingColumns(ids: readonly string[], width: number): string[] {
  const widthOf = (id: string) => (WIDTHS[id] ?? USUAL).min;
  const dropped = new Set<string>();
  let needed = ids.reduce((sum, id) => sum + widthOf(id), 0);
  for (const id of GIVES_WAY) {
    if (width === 0 || needed <= width) break;
    if (!ids.includes(id)) continue;
    dropped.add(id);
    needed -= widthOf(id);
  }
  return ids.filter((id) => !dropped.has(id));
}

/** The columns as CSS grid tracks. */
export function gridTracks(ids: readonly string[]): string {
  return ids
    .map((id) => WIDTHS[id] ?? USUAL)
    .map(({ min, grow }) =>
      grow === 0 ? `${String(min)}px` : `minmax(${String(min)}px, ${String(grow)}fr)`,
    )
    .join(' ');
}
