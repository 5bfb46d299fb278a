import type { FleetEvent } from '../../contract/answers.ts';
import type { HostSeries } from '../../contract/fleet.ts';
import {
  DISK_METRIC,
  METRICS,
  METRIC_IDS,
  isMetricId,
  type MetricId,
} from '../../contract/metrics.ts';
import { toCsv, type CsvCell } from '../../contract/csv.ts';
import type { LabelLookup } from './filter.ts';
import type { FleetRow } from './rows.ts';

/** The last time that JavaScript's Date can represent; negated, the first: Unix seconds. */
const LAST_MOMENT_S = 8.64e12;

/**
 * The host list as CSV, in the given order: times as ISO 8601 in UTC, percentages as plain numbers. All custom metrics
 * have a column.
 */
export function hostsCsv(rows: readonly FleetRow[], labelsOf: LabelLookup): string {
  const custom = [
    ...new Set(rows.flatMap((row) => row.custom?.map(({ name }) => name) ?? [])),
  ].toSorted();
  const head = [
    'hostname',
    'state',
    ...METRIC_IDS.map((id) => METRICS[id].attribute),
    'fullest_mount',
    'fullest_mount_percent',
    ...custom.map((name) => `custom ${name}`),
    'last_seen',
    'first_seen',
    'platform',
    'layout',
    'source',
    'labels',
  ];
  const lines = rows.map((row): CsvCell[] => [
    row.hostname,
    row.state,
    ...METRIC_IDS.map((id) => measured(id, row.newest[id])),
    row.fullest?.mount ?? null,
    measured(DISK_METRIC, row.fullest?.percent),
    ...custom.map((name) => row.custom?.find((one) => one.name === name)?.value ?? null),
    isoTime(row.lastSeen),
    isoTime(row.firstSeen),
    row.platform,
    row.layout,
    row.sourceId,
    labelsOf(row.key).join('; '),
  ]);
  return toCsv([head, ...lines]);
}

/** Events as CSV: times as ISO 8601 in UTC, empty while ongoing. */
export function eventsCsv(events: readonly FleetEvent[]): string {
  const head = [
    'kind',
    'hostname',
    'source',
    'from',
    'until',
    'duration_seconds',
    'peak',
    'threshold',
    'unit',
    'maintenance',
    'acknowledged',
    'note',
    'function',
  ];
  const lines = events.map((event): CsvCell[] => [
    event.kind,
    event.kind === 'cost' ? null : event.hostname,
    event.sourceId,
    isoTime(event.at),
    isoTime(event.endedAt),
    event.endedAt === null ? null : event.endedAt - event.at,
    ...figuresOf(event),
    event.maintenance === true ? 'yes' : 'no',
    isoTime(event.acknowledged?.at ?? null),
    event.acknowledged?.note ?? null,
    event.subject ?? event.metric ?? null,
  ]);
  return toCsv([head, ...lines]);
}

/** Peak, threshold and unit; empty without a metric. */
function figuresOf({ kind, metric, peak, threshold }: FleetEvent): CsvCell[] {
  const of = isMetricId(kind) ? kind : metric;
  if (kind === 'slower') return [peak ?? null, threshold ?? null, 'percent'];
  if (kind === 'cost') return [peak ?? null, threshold ?? null, 'USD'];
  if (of === undefined) return [null, null, null];
  return [measured(of, peak), measured(of, threshold), METRICS[of].unit];
}

/** A series as CSV, one line per step; for steps over a minute with the band. */
export function seriesCsv(series: HostSeries): string {
  const columns = seriesColumns(series);
  const lines: CsvCell[][] = [['time', ...columns.map(({ name }) => name)]];
  for (let i = 0; i < series.count; i += 1) {
    const values = columns.map(({ values: of }) => rounded(of[i]));
    if (values.every((value) => value === null)) continue;
    lines.push([isoTime(series.start + i * series.step), ...values]);
  }
  return toCsv(lines);
}

/** A host as JSON: its facts, and its series as `{time, …metrics}` in Unix seconds. */
export function hostJson(row: FleetRow, labels: readonly string[], series: HostSeries): string {
  const columns = seriesColumns(series);
  const samples = Array.from({ length: series.count }, (_, i) => {
    const known = columns.flatMap(({ name, values }) => {
      const value = rounded(values[i]);
      return value === null ? [] : [[name, value] as const];
    });
    return known.length === 0
      ? null
      : { time: series.start + i * series.step, ...Object.fromEntries(known) };
  }).filter((sample) => sample !== null);
  const { hostname, sourceId, state, lastSeen, firstSeen, platform, layout } = row;
  const host = { hostname, sourceId, state, lastSeen, firstSeen, platform, layout, labels };
  return `${JSON.stringify({ host, stepSeconds: series.step, samples }, null, 2)}\n`;
}

function seriesColumns({ metrics }: HostSeries): { name: string; values: Float32Array }[] {
  return (Object.keys(metrics) as MetricId[]).flatMap((metric) => {
    const found = metrics[metric];
    if (found === undefined || found.mean.every(Number.isNaN)) return [];
    const name = METRICS[metric].attribute;
    const { min, max } = found;
    return [
      { name, values: found.mean },
      ...(min === undefined ? [] : [{ name: `${name}_min`, values: min }]),
      ...(max === undefined ? [] : [{ name: `${name}_max`, values: max }]),
    ];
  });
}

/** Removes Float32 noise beyond two decimals. */
function rounded(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * 100) / 100;
}

/** With the measured number of decimals. */
function measured(metric: MetricId, value: number | null | undefined): number | null {
  return value === null || value === undefined
    ? null
    : Number(value.toFixed(METRICS[metric].decimals));
}

/** A time outside the calendar, which a foreign program may have written, counts as unknown. */
function isoTime(seconds: number | null): string | null {
  return seconds === null || Math.abs(seconds) > LAST_MOMENT_S
    ? null
    : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
