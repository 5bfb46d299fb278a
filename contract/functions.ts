import type { AppError } from './errors.ts';
import type { HostRef } from './host.ts';

/** One function in one run. Times are seconds; totals are inclusive: nested calls count again. */
export interface FunctionTiming {
  name: string;
  calls: number;
  wall: number;
  /** Of one call; null: unknown to the writer. */
  min: number | null;
  max: number | null;
  /** CPU time of the whole process while the function ran; null: unknown to the writer. */
  cpu: number | null;
  /** Single calls, if the writer kept them, in its order; never with their arguments. */
  singles?: FunctionCall[];
}

/** One call that the writer kept. */
export interface FunctionCall {
  wall: number;
  /** Unix seconds, or null: a writer beside a daemon stores seconds since its machine's boot. */
  at: number | null;
}

/** One upload of the py-perf library: the timings of a program at its end, or at an explicit upload. */
export interface FunctionRun {
  /** Set by the writer: the upload time in microseconds. It collides in local mode. */
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

/** Stands for the local mode's folders where a source is expected; no configured source can have this id. */
export const FOLDER_SOURCE = '#folders';

/** A watched folder of the library's local mode. */
export interface FunctionFolderState {
  path: string;
  /** Files in it that match the library's naming. */
  files: number;
  /** The number of these that are not a run, or incomplete. */
  unreadable: number;
  /** The first of these by name, each with its problem. */
  problems: { name: string; problem: string }[];
  /** Unix seconds of the last check, or null. */
  readAt: number | null;
  error: AppError | null;
}

/** Fewest runs of a function for a comparison of means. */
export const LEAST_COMPARED = 5;

/** One function over a range. Times are seconds; totals are inclusive. */
export interface FunctionSummary {
  name: string;
  runs: number;
  calls: number;
  wall: number;
  /** Mean of a call: total by calls. */
  mean: number;
  /** Of one call; null: unknown to all writers. */
  min: number | null;
  max: number | null;
  /** Process CPU time by wall time, above 1 with threads: near 1 it computes, near 0 it waits; null: unknown. */
  cpuShare: number | null;
  /** Hosts it ran on. */
  hosts: number;
  /** Mean of a call in the previous period of equal length; null: it did not run. */
  before: number | null;
  /** Means of a call in `TREND_STEPS` parts of the range; null: it did not run. */
  trend: (number | null)[];
}

/** Number of parts of a trend. */
export const TREND_STEPS = 24;

/** A function that has become slower on a host, compared with its own last weeks. Times are seconds. */
export interface FunctionRegression extends HostRef {
  name: string;
  /** The first day on which it was slower, Unix seconds. */
  since: number;
  /** Median of the days before, and mean since. */
  before: number;
  after: number;
  runs: number;
}

/** Means after a moment compared with those before. `low` to `high`: the 95 % confidence interval of the ratio. */
export interface MeanComparison {
  before: number;
  after: number;
  /** Geometric mean after, divided by that before; above 1 is slower. */
  ratio: number;
  low: number;
  high: number;
}

/** A function on one side of a comparison. Times are seconds. */
export interface FunctionSide {
  runs: number;
  calls: number;
  wall: number;
  /** Of a call: total by calls. */
  mean: number;
  /** Number of means compared: of runs, or of days. */
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
  /** Compared values: means of runs, or of days if a period is long or its runs are deleted. */
  resolution: 'run' | 'day';
  /** Greatest slowdown first; functions that cannot be compared last. */
  functions: FunctionDifference[];
  revision: number;
}

/** The answer to `functionList`. */
export interface FunctionList {
  /** Largest total first. */
  functions: FunctionSummary[];
  regressions: FunctionRegression[];
  /** Hosts with any runs; those of local folders have `FOLDER_SOURCE`. */
  hosts: HostRef[];
  /** Uploads in the range, superseded ones included. */
  runs: number;
  folders: FunctionFolderState[];
  revision: number;
}

/** A run in a list. Times are Unix seconds. */
export interface FunctionRunRow extends HostRef {
  /** Identifies the run in requests. */
  key: number;
  /** Time of the upload; the start is not stored. */
  at: number;
  functions: number;
  /** The longest inclusive total of its functions, seconds: the program ran at least as long. */
  wall: number;
  state: FunctionRunState;
}

/**
 * `superseded`: contained in a later upload of its session, not counted. `shared`: counted, beside others of its
 * session: forked children, or uploads indistinguishable from them.
 */
export type FunctionRunState = 'counted' | 'superseded' | 'shared';

/** Arguments of one call as JSON, possibly cut; empty: not kept. May contain secrets. */
export interface CallArguments {
  /** Seconds; null: unknown to the writer. */
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
  /** Its run, and the time of that upload (Unix seconds). */
  key: number;
  at: number;
  /** Of the whole run. */
  calls: number;
  wall: number;
  /** True: one of its single calls overlaps the minute; false: only its program ran then. */
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
  /** Percentiles of a call's wall time in seconds, if single calls were kept. */
  percentiles: { calls: number; p50: number; p95: number; p99: number } | null;
}

/** A run with its functions, largest total first, and the other uploads of its session. */
export interface FunctionRunDetail {
  run: FunctionRunRow;
  functions: FunctionOfRun[];
  siblings: FunctionRunRow[];
}

/**
 * One function over time, oldest first: an entry per run, or per day and host if the range has too many runs. Times are
 * seconds; NaN: not known.
 */
export interface FunctionHistory {
  name: string;
  resolution: 'run' | 'day';
  /** The upload, or the start of the UTC day; Unix seconds. */
  at: Float64Array;
  /** Mean of a call. */
  mean: Float64Array;
  /** Fastest and slowest call; for a day, smallest and largest mean of a run. */
  low: Float64Array;
  high: Float64Array;
  calls: Float64Array;
  runs: Float64Array;
  /** Index into `hosts`. */
  host: Uint32Array;
  hosts: HostRef[];
  /** Over the whole range; null: it did not run. */
  summary: FunctionSummary | null;
  /** Keys of the runs; empty if entries are days. */
  keys: Float64Array;
  percentiles: FunctionOfRun['percentiles'];
  revision: number;
}

/** How far the library's table of a source has been read. Sizes are DynamoDB's own, up to six hours old; null: none. */
export interface FunctionTableState {
  sourceId: string;
  /** `unavailable`: no table can be read. Otherwise the state of its scan. */
  state: 'unavailable' | 'idle' | 'running' | 'paused' | 'done';
  /** Whether new runs are queried by its index. */
  indexed: boolean;
  tableBytes: number | null;
  /** Cost of reading all of it: units, US dollars on demand, seconds at a rate that leaves its writers enough. */
  readUnits: number | null;
  cost: number | null;
  seconds: number | null;
  segments: { done: number; total: number };
  itemsRead: number;
  unitsUsed: number;
  /** All runs uploaded before this have been read (Unix seconds); null: never read completely. */
  readThrough: number | null;
  /** Whether it is read automatically: the cost fits into what is left of the day's budget. */
  withinBudget: boolean;
  error: AppError | null;
}
