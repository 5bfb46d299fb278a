import { safeJson } from '../contract/safe-text.ts';
import type { HostSeries } from '../contract/fleet.ts';
import { METRICS, type MetricId } from '../contract/metrics.ts';
import { rounded } from '../contract/metric-values.ts';

/** The minutes of a host that have a value, oldest first. `time` is in Unix seconds; other keys are field names. */
export type HistoryRow = { time: number } & Partial<Record<string, number | null>>;

/** Rows of a series, in the order of `metrics`; minutes without any value are left out, not filled. */
export function historyRows(series: HostSeries, metrics: readonly MetricId[]): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (let step = 0; step < series.count; step += 1) {
    const row: HistoryRow = { time: series.start + step * series.step };
    let known = false;
    for (const id of metrics) {
      const value = valueAt(series, id, step);
      known ||= value !== null;
      row[METRICS[id].field] = value;
    }
    if (known) rows.push(row);
  }
  return rows;
}

/** Rows as a JSON array; untrusted text is escaped. */
export function historyJson(rows: readonly HistoryRow[]): string {
  return `${safeJson(rows, 2)}\n`;
}

/** Rows as CSV with a header; an unknown value is an empty cell. */
export function historyCsv(rows: readonly HistoryRow[], metrics: readonly MetricId[]): string {
  const fields = ['time', ...metrics.map((id) => METRICS[id].field)];
  const lines = rows.map((row) => fields.map((field) => row[field] ?? '').join(','));
  return `${[fields.join(','), ...lines].join('\n')}\n`;
}

/** With the stored number of decimals: the digits that a 32-bit float adds carry no information. */
function valueAt({ metrics }: HostSeries, id: MetricId, step: number): number | null {
  const value = metrics[id]?.mean[step];
  return value === undefined || Number.isNaN(value) ? null : rounded(id, value);
}
