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
