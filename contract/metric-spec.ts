/** What a value is a number of; how it is rounded and written follows from it. */
export type MetricUnit = 'percent' | 'load' | 'bytes-per-second' | 'celsius' | 'count' | 'seconds';

/** The charts of a host page in their order. A chart without texts of its own is named after its first metric. */
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

/** The rule that a metric has until the user sets another: values are in the metric's unit. */
export interface AlertDefaults {
  readonly enabled: boolean;
  /** Which side of the threshold is bad. */
  readonly direction: 'above' | 'below';
  /** The alert begins once every sample of `forMinutes` minutes is at or beyond this. */
  readonly threshold: number;
  /** It ends at the first sample on the good side of this. */
  readonly clearsAt: number;
  readonly forMinutes: number;
  /** What is at stake where it is so; absent: something to look at. */
  readonly critical?: true;
  /** It counts what should not be there at all: told as such, not as a value above a threshold. */
  readonly faults?: true;
}

/** A column of the host list. */
export interface MetricColumn {
  /** The id under which views and window settings keep it, where that is not the metric's. */
  readonly key?: string;
  /** Whether it is shown until the user chooses. */
  readonly shown: boolean;
}

/** All that the program knows of one metric. */
export interface MetricSpec {
  /** Its number in packed blocks of the local store, 0 to 63; no other metric ever gets it. */
  readonly code: number;
  /** Its name in a sample. */
  readonly field: string;
  /** Its name in items of `py-perf-system-v2` and in exported files (`docs/records.md`). */
  readonly attribute: string;
  /** Its name in batches of the legacy table; absent: the layout has none. */
  readonly legacy?: string;
  readonly unit: MetricUnit;
  /** How an hour of it lies in the local store: Int16 tenths (−1: no sample), or Float32 (NaN: no sample). */
  readonly encoding: 'tenths' | 'float';
  /** It is in no item: whoever stores samples works it out (`fleet/store/judged-samples.ts`). */
  readonly derived?: true;
  /** A sample without it is none. Such metrics lie in store rows of their own, which most screens read. */
  readonly required?: true;
  /** The least and the greatest value that makes sense; others are left out when read. */
  readonly bounds: readonly [least: number, greatest: number];
  /** Decimals that it is stored with. */
  readonly decimals: number;
  /** In an item that is too large the optional metrics of least worth are left out first. */
  readonly worth: number;
  /** The chart that draws it, among others in the order of the catalogue. */
  readonly chart: ChartId;
  readonly column?: MetricColumn;
  /** Offered by the heat map and the fleet chart, whose scale is 0 to 100. */
  readonly heat?: true;
  /** Drawn where hosts are compared. */
  readonly compare?: true;
  /** A store that can fill up: 100 is full. Its growth is forecast. */
  readonly fills?: true;
  /** Compared with what is usual at the hour of the week; the least standard deviation that is more than noise. */
  readonly noise?: number;
  readonly alert: AlertDefaults;
}
