import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/vue-table';
import { urgency } from '../../../contract/host-health.ts';
import {
  MAIN_METRIC,
  METRICS,
  METRIC_IDS,
  isRequired,
  type MetricId,
} from '../../../contract/metrics.ts';
import type { FleetRow } from '../../lib/rows.ts';
import { customColumn, customNameOf, customValueOf } from './custom-columns.ts';

interface MetricColumn {
  /** As stored in views and in the window's storage. */
  readonly id: string;
  readonly metric: MetricId;
  /** Whether it is shown by default. */
  readonly shown: boolean;
}

const METRIC_COLUMNS: readonly MetricColumn[] = METRIC_IDS.flatMap((metric) => {
  const { column } = METRICS[metric];
  return column === undefined ? [] : [{ id: column.key ?? metric, metric, shown: column.shown }];
});
const METRIC_BY_COLUMN = new Map(METRIC_COLUMNS.map(({ id, metric }) => [id, metric]));

/** Whether a metric has a bar from 0 to 100 beside its number. */
export function isMeter(metric: MetricId): boolean {
  return METRICS[metric].unit === 'percent';
}

/** The features of TanStack Table in the host list. `sort-rows.ts` sorts the rows. */
export const tableSetup = tableFeatures({ rowSortingFeature, columnVisibilityFeature });
/** Type of the table's features. */
export type TableSetup = typeof tableSetup;

/** The sort value of a host in a column; unknown values come last in either direction. */
export type SortKey =
  | { readonly kind: 'number'; readonly of: (row: FleetRow) => number | null | undefined }
  | { readonly kind: 'name'; readonly of: (row: FleetRow) => string | null };

const SORT_KEYS: ReadonlyMap<string, SortKey> = new Map<string, SortKey>([
  ['hostname', { kind: 'name', of: ({ hostname }) => hostname }],
  ['state', { kind: 'number', of: urgency }],
  ...METRIC_COLUMNS.map(({ id, metric }): [string, SortKey] => [
    id,
    { kind: 'number', of: ({ newest }) => newest[metric] },
  ]),
  ['fullest', { kind: 'number', of: ({ fullest }) => fullest?.percent }],
  ['fullIn', { kind: 'number', of: ({ full }) => full?.earliest }],
  ['unusual', { kind: 'number', of: ({ unusual }) => unusual?.distance }],
  ['lastSeen', { kind: 'number', of: ({ lastSeen }) => lastSeen }],
  ['platform', { kind: 'name', of: ({ platform }) => platform }],
  ['source', { kind: 'name', of: ({ layout }) => layout }],
]);

/** The sort key of a column; undefined: it cannot be sorted. */
export function sortKeyOf(id: string): SortKey | undefined {
  const custom = customNameOf(id);
  return custom === null
    ? SORT_KEYS.get(id)
    : { kind: 'number', of: (row) => customValueOf(row, custom) };
}

const column = createColumnHelper<TableSetup, FleetRow>();

/** `largestFirst`: the order after the first click on its header. */
const sortable = (id: string, largestFirst: boolean) =>
  column.accessor((row) => sortKeyOf(id)?.of(row), { id, sortDescFirst: largestFirst });

/**
 * The columns of the host list: the fixed ones, one for each metric with a column in the catalogue, and one for each
 * given custom metric.
 */
export const hostColumns = (custom: readonly string[]) =>
  column.columns([
    column.display({ id: 'select' }),
    sortable('hostname', false),
    column.display({ id: 'labels' }),
    sortable('state', false),
    ...METRIC_COLUMNS.flatMap(({ id, metric }) => [
      sortable(id, true),
      ...(metric === MAIN_METRIC ? [column.display({ id: 'trend' })] : []),
    ]),
    sortable('fullest', true),
    ...custom.map((name) => sortable(customColumn(name), true)),
    sortable('fullIn', false),
    sortable('unusual', true),
    sortable('lastSeen', true),
    sortable('platform', false),
    sortable('source', false),
  ]);

/** The columns that can be hidden, in order, without custom metrics. */
export const OPTIONAL_COLUMNS: readonly string[] = [
  'labels',
  ...METRIC_COLUMNS.flatMap(({ id, metric }) => (metric === MAIN_METRIC ? [id, 'trend'] : [id])),
  'fullest',
  'fullIn',
  'unusual',
  'lastSeen',
  'platform',
  'source',
];

/** The metric of a column; null: none. */
export function metricOf(columnId: string): MetricId | null {
  return METRIC_BY_COLUMN.get(columnId) ?? null;
}

/**
 * Which columns are chosen, by id; the catalogue decides about those that the user never changed. `custom`: the custom
 * metrics with a column.
 */
export function wantedColumns(
  chosen: Readonly<Record<string, boolean>>,
  custom: readonly string[] = [],
): Record<string, boolean> {
  const usual = METRIC_COLUMNS.map(({ id, shown }) => [id, shown] as const);
  return {
    ...Object.fromEntries(usual),
    ...Object.fromEntries(custom.map((name) => [customColumn(name), false])),
    source: false,
    fullest: false,
    fullIn: false,
    unusual: false,
    ...chosen,
  };
}

/** Columns that only some collectors fill: without any value they would show only dashes. */
export function columnsWithoutValues(rows: readonly FleetRow[]): string[] {
  const empty = METRIC_COLUMNS.filter(
    ({ metric }) => !isRequired(metric) && rows.every(({ newest }) => newest[metric] === undefined),
  ).map(({ id }) => id);
  return rows.every(({ fullest }) => fullest === undefined) ? [...empty, 'fullest'] : empty;
}

interface ColumnWidth {
  /** Minimum width, pixels. */
  readonly min: number;
  /** Share of the remaining space; 0: the column keeps its minimum width. */
  readonly grow: number;
  /** Takes part of the space in very wide windows, or names would be far from their values. */
  readonly widens?: true;
}

const WIDTHS: Readonly<Record<string, ColumnWidth>> = {
  select: { min: 36, grow: 0 },
  hostname: { min: 160, grow: 3 },
  labels: { min: 132, grow: 3 },
  state: { min: 100, grow: 0, widens: true },
  trend: { min: 108, grow: 0, widens: true },
  fullest: { min: 148, grow: 1 },
  fullIn: { min: 128, grow: 0 },
  unusual: { min: 148, grow: 0 },
  lastSeen: { min: 108, grow: 0, widens: true },
  platform: { min: 92, grow: 0, widens: true },
  source: { min: 76, grow: 0 },
};
const USUAL: ColumnWidth = { min: 100, grow: 1 };
const METER: ColumnWidth = { min: 112, grow: 1 };
const CUSTOM: ColumnWidth = { min: 128, grow: 1 };
const NUMBER: ColumnWidth = { min: 104, grow: 0 };

function widthOf(id: string): ColumnWidth {
  const metric = metricOf(id);
  if (metric !== null) return isMeter(metric) ? METER : NUMBER;
  return customNameOf(id) === null ? (WIDTHS[id] ?? USUAL) : CUSTOM;
}

/** Columns that are dropped first if space is short: the last default meters. */
const GIVES_WAY: readonly string[] = [
  'source',
  'labels',
  ...METRIC_COLUMNS.filter(
    ({ metric, shown }) => !isRequired(metric) && !(shown && isMeter(metric)),
  )
    .map(({ id }) => id)
    .toReversed(),
  'trend',
  'platform',
  ...METRIC_COLUMNS.filter(
    ({ metric, shown }) => !isRequired(metric) && shown && isMeter(metric),
  ).map(({ id }) => id),
  // Only shown to users who chose them.
  'fullest',
  'fullIn',
  'lastSeen',
  'unusual',
];

/** The columns that fit into a width (pixels), in order. A width of 0 is not known yet. */
export function fittingColumns(ids: readonly string[], width: number): string[] {
  const dropped = new Set<string>();
  let needed = ids.reduce((sum, id) => sum + widthOf(id).min, 0);
  const custom = ids.filter((id) => customNameOf(id) !== null).toReversed();
  for (const id of [...GIVES_WAY, ...custom]) {
    if (width === 0 || needed <= width) break;
    if (!ids.includes(id)) continue;
    dropped.add(id);
    needed -= widthOf(id).min;
  }
  return ids.filter((id) => !dropped.has(id));
}

/** The columns as CSS grid tracks. */
export function gridTracks(ids: readonly string[]): string {
  return ids
    .map(widthOf)
    .map(({ min, grow, widens }) => {
      if (grow > 0) return `minmax(${String(min)}px, ${String(grow)}fr)`;
      return widens ? `calc(${String(min)}px + max(0px, 12vw - 192px))` : `${String(min)}px`;
    })
    .join(' ');
}
