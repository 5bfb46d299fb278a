import type { AppError } from './errors.ts';
import type { HostRef } from './host.ts';

/** What one run says of one function. Times are seconds; a total is inclusive: calls within calls count again. */
export interface FunctionTiming {
  name: string;
  calls: number;
  wall: number;
  /** Of one call; null where the writer did not know. */
  min: number | null;
  max: number | null;
  /** CPU time of the whole process while the function ran; null where the writer did not know. */
  cpu: number | null;
  /** Single calls, in the order of the writer, where it kept them; never with their arguments. */
  singles?: FunctionCall[];
}

/** One call that the writer kept. */
export interface FunctionCall {
  wall: number;
  /** Unix seconds, or null: a writer beside a daemon stores seconds since its machine's boot. */
  at: number | null;
}

/** One upload of the py-perf library: what a program had timed when it ended, or when it was told to upload. */
export interface FunctionRun {
  /** As the writer gave it: the upload time in microseconds. It collides in local mode. */
  id: number;
  /** One `PyPerf()` object; forked children share it. */
  session: string;
  /** Unix seconds of the upload, with a fraction. */
  at: number;
  hostname: string;
  timings: FunctionTiming[];
}

/** `detailed_results` has Unix times, or seconds since boot; these are below. */
export const EARLIEST_CALL_S = 1e9;

/** Names the folders of the local mode where a source is named; no source of the settings can be called so. */
export const FOLDER_SOURCE = '#folders';

/** A watched folder of the library's local mode. */
export interface FunctionFolderState {
  path: string;
  /** Files in it that are named as the library's. */
  files: number;
  /** Of these, how many are no run, or not all of one. */
  unreadable: number;
  /** The first of these by name, with what is wrong with each. */
  problems: { name: string; problem: string }[];
  /** Unix seconds of the last look, or null. */
  readAt: number | null;
  error: AppError | null;
}

/** Runs of a function among which a mean may be compared. */
export const LEAST_COMPARED = 5;

/** One function over a range. Times are seconds; totals are inclusive. */
export interface FunctionSummary {
  name: string;
  runs: number;
  calls: number;
  wall: number;
  /** Mean of a call: total by calls. */
  mean: number;
  /** Of one call; null where no writer knew. */
  min: number | null;
  max: number | null;
  /** CPU time of the process by wall time, over 1 with threads: near 1 it computes, near 0 it waits; null: not known. */
  cpuShare: number | null;
  /** Hosts it ran on. */
  hosts: number;
  /** Mean of a call in the period before, of the same length; null where it did not run. */
  before: number | null;
  /** Means of a call in `TREND_STEPS` parts of the range; null where it did not run. */
  trend: (number | null)[];
}

/** Parts of a range that a trend has. */
export const TREND_STEPS = 24;

/** A function that has become slower on a host, against its own last weeks. Times are seconds. */
export interface FunctionRegression extends HostRef {
  name: string;
  /** Unix seconds: first of the days since which it is slower. */
  since: number;
  /** Median of the days before, and mean since. */
  before: number;
  after: number;
  runs: number;
}

/** How means after a moment compare with those before. `low` to `high`: what the ratio lies in, at 95 %. */
export interface MeanComparison {
  before: number;
  after: number;
  /** Geometric mean after by that before; over 1 is slower. */
  ratio: number;
  low: number;
  high: number;
}

/** What one side of a comparison says of a function. Times are seconds. */
export interface FunctionSide {
  runs: number;
  calls: number;
  wall: number;
  /** Of a call: total by calls. */
  mean: number;
  /** Means that are compared: of runs, or of days. */
  entries: number;
}

/** A function on both sides; null where it did not run. */
export interface FunctionDifference {
  name: string;
  before: FunctionSide | null;
  after: FunctionSide | null;
  /** Null where a side has fewer than `LEAST_COMPARED` entries. */
  compared: MeanComparison | null;
}

/** Two periods, or two hosts, by function. */
export interface FunctionComparison {
  /** What is compared: means of runs, or of days where a period is long or its runs are gone. */
  resolution: 'run' | 'day';
  /** Those that have slowed most first; those that cannot be compared last. */
  functions: FunctionDifference[];
  revision: number;
}

/** The answer to `functionList`. */
export interface FunctionList {
  /** Slowest in total first. */
  functions: FunctionSummary[];
  regressions: FunctionRegression[];
  /** Hosts of which there are runs at all; those of local folders have `FOLDER_SOURCE`. */
  hosts: HostRef[];
  /** Uploads in the range, superseded ones included. */
  runs: number;
  folders: FunctionFolderState[];
  revision: number;
}

/** A run in a list. Times are Unix seconds. */
export interface FunctionRunRow extends HostRef {
  /** Names the run in requests. */
  key: number;
  /** Of the upload; no start is stored. */
  at: number;
  functions: number;
  /** The longest inclusive total of its functions, seconds: the program ran at least as long. */
  wall: number;
  state: FunctionRunState;
}

/**
 * `superseded`: a later upload of its session contains it, and it does not count. `shared`: it counts, beside others of its
 * session: forked children, or what cannot be told from them.
 */
export type FunctionRunState = 'counted' | 'superseded' | 'shared';

/** What one call was given, as JSON that may be cut; empty where the writer kept nothing. It may hold secrets. */
export interface CallArguments {
  /** Seconds; null where the writer did not know. */
  wall: number | null;
  args: string;
  kwargs: string;
}

/** The answer to `functionArguments`: calls in the order of the writer, the first 200. */
export interface FunctionArguments {
  name: string;
  calls: CallArguments[];
}

/** A function of a program that ran on a host in a minute. Times are seconds. */
export interface FunctionThen {
  name: string;
  /** The run that it is of, and when that was uploaded (Unix seconds). */
  key: number;
  at: number;
  /** Of the whole run. */
  calls: number;
  wall: number;
  /** Whether one of its single calls is known to touch the minute; else its program ran then. */
  exact: boolean;
}

/** The answer to `functionsThen`. */
export interface FunctionsThen extends HostRef {
  /** Unix seconds, a multiple of 60. */
  minute: number;
  functions: FunctionThen[];
}

/** A page of runs, newest first. */
export interface FunctionRunPage {
  total: number;
  runs: FunctionRunRow[];
  revision: number;
}

/** One function in a run. */
export interface FunctionOfRun extends FunctionTiming {
  /** Percentiles of a call's wall time, where single calls were kept; seconds. */
  percentiles: { calls: number; p50: number; p95: number; p99: number } | null;
}

/** A run with its functions, slowest in total first, and the other uploads of its session. */
export interface FunctionRunDetail {
  run: FunctionRunRow;
  functions: FunctionOfRun[];
  siblings: FunctionRunRow[];
}

/**
 * One function over time, oldest first: an entry per run, or per day and host where the range has too many runs. Times are
 * seconds; NaN: not known.
 */
export interface FunctionHistory {
  name: string;
  resolution: 'run' | 'day';
  /** Unix seconds: of the upload, or the start of the UTC day. */
  at: Float64Array;
  /** Mean of a call. */
  mean: Float64Array;
  /** Least and largest call; of a day, least and largest mean of a run. */
  low: Float64Array;
  high: Float64Array;
  calls: Float64Array;
  runs: Float64Array;
  /** Index into `hosts`. */
  host: Uint32Array;
  hosts: HostRef[];
  /** Of the whole range; null where it did not run. */
  summary: FunctionSummary | null;
  /** Keys of the runs; empty where entries are days. */
  keys: Float64Array;
  percentiles: FunctionOfRun['percentiles'];
  revision: number;
}

/** How far the library's table of a source is read. Sizes are DynamoDB's own, up to six hours old; null: it does not say. */
export interface FunctionTableState {
  sourceId: string;
  /** `unavailable`: there is no table to read. Else: how its scan stands. */
  state: 'unavailable' | 'idle' | 'running' | 'paused' | 'done';
  /** Whether new runs come by queries of its index. */
  indexed: boolean;
  tableBytes: number | null;
  /** What reading all of it takes: units, US dollars on demand, seconds at the rate that spares its writers. */
  readUnits: number | null;
  cost: number | null;
  seconds: number | null;
  segments: { done: number; total: number };
  itemsRead: number;
  unitsUsed: number;
  /** Unix seconds: every run uploaded before is read; null: it was never read as a whole. */
  readThrough: number | null;
  /** Whether it is read by itself: that costs no more than what is left of the day's budget. */
  withinBudget: boolean;
  error: AppError | null;
}
