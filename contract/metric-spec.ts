/** Units of values; they determine rounding and formatting. */
export type MetricUnit = 'percent' | 'load' | 'bytes-per-second' | 'celsius' | 'count' | 'seconds';

/** The charts of a host page, in order. A chart without its own texts is named after its first metric. */
export const CHART_IDS = [
  'cpu',
  'memory',
  'load',
  'pressure',
  'disk',
  'diskRate',
  'network',
  'temperature',
  'battery',
  'processes',
  'gpu',
  'services',
  'health',
  'wear',
  'custom',
  'uptime',
] as const;
/** A chart of the host page; metrics with the same id share one. */
export type ChartId = (typeof CHART_IDS)[number];

/** The default rule of a metric; values are in its unit. */
export interface AlertDefaults {
  readonly enabled: boolean;
  /** Which side of the threshold is bad. */
  readonly direction: 'above' | 'below';
  /** The alert begins once every sample of `forMinutes` minutes is at or beyond this. */
  readonly threshold: number;
  /** The alert clears at the first sample on the good side of this. */
  readonly clearsAt: number;
  readonly forMinutes: number;
  /** The alert is critical; absent: a warning. */
  readonly critical?: true;
  /** Counts things that should not exist: worded as such, not as a value above a threshold. */
  readonly faults?: true;
}

/** A column of the host list. */
export interface MetricColumn {
  /** Its id in saved views and window settings, if not the metric's. */
  readonly key?: string;
  /** Whether it is shown by default. */
  readonly shown: boolean;
}

/** The definition of one metric. */
export interface MetricSpec {
  /** Its number in packed blocks of the local store, 0 to 63; never reused. */
  readonly code: number;
  /** Its name in a sample. */
  readonly field: string;
  /** Its name in items of `py-perf-system-v2` and in exported files (`docs/records.md`). */
  readonly attribute: string;
  /** Its name in batches of the legacy table; absent: not in that layout. */
  readonly legacy?: string;
  readonly unit: MetricUnit;
  /** Encoding of an hour in the local store: Int16 tenths (−1: no sample), or Float32 (NaN: no sample). */
  readonly encoding: 'tenths' | 'float';
  /** Not part of items: computed when samples are stored (`fleet/store/judged-samples.ts`). */
  readonly derived?: true;
  /** Required in every sample. Such metrics have separate store rows, which most screens read. */
  readonly required?: true;
  /** The least and the greatest valid value; others are dropped when read. */
  readonly bounds: readonly [least: number, greatest: number];
  /** Stored decimals. */
  readonly decimals: number;
  /** Priority of an optional metric: from an item that is too large, the lowest are dropped first. */
  readonly worth: number;
  /** Its chart; metrics of a chart appear in the order of the catalogue. */
  readonly chart: ChartId;
  readonly column?: MetricColumn;
  /** Available in the heat map and the fleet chart, whose scale is 0 to 100. */
  readonly heat?: true;
  /** Available in comparisons of hosts. */
  readonly compare?: true;
  /** Something that can fill up: 100 is full. Its growth is forecast. */
  readonly fills?: true;
  /** Compared with usual values by hour of the week; the value is the least standard deviation above noise. */
  readonly noise?: number;
  readonly alert: AlertDefaults;
}
