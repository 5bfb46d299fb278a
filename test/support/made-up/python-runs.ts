import { type FunctionRun, type FunctionTiming } from '../../../contract/functions.ts';

/** A call of a synthetic run as the library would have stored it. */
interface WrittenCall {
  args: string[];
  kwargs: Record<string, string>;
  wall_time: number;
  cpu_time: number;
  timestamp: number;
}

/** Unusual behaviour of the writer. */
export interface RunOddities {
  /** Seconds since boot instead of Unix time in `detailed_results`: a daemon runs on the machine. */
  sinceBoot?: number;
  /** The arguments of kept calls. */
  secret?: string;
  /** Nothing was timed: no totals. */
  withoutTotals?: boolean;
}

/**
 * A number as Python's `json.dumps` writes it: bare `NaN` and `Infinity`, exponents as in `repr`. It differs from
 * JavaScript in `1e-07`, which JSON parses alike, and in `1.0`.
 */
function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return String(value).replace(/e([+-])(\d)$/u, 'e$10$2');
}

/** `json.dumps(value)`, with `", "` and `": "` as separators, and non-ASCII characters escaped. */
export function pythonJson(value: unknown): string {
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string')
    return JSON.stringify(value).replace(
      /[\u0080-\uffff]/gu,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, entry]) => `${pythonJson(key)}: ${pythonJson(entry)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

function summaryOf(timing: FunctionTiming): unknown {
  const { name, calls, wall, min, max, cpu } = timing;
  const times = (total: number | null, least: number | null, most: number | null): unknown => ({
    total: total ?? NaN,
    average: total === null ? NaN : total / calls,
    min: least ?? Infinity,
    max: most ?? -Infinity,
  });
  const perCall = cpu === null ? null : cpu / calls;
  return {
    function_name: name,
    call_count: calls,
    wall_time: times(wall, min, max),
    cpu_time: times(cpu, perCall, perCall),
  };
}

function callsOf(timing: FunctionTiming, run: FunctionRun, odd: RunOddities): WrittenCall[] {
  return (timing.singles ?? []).map(({ wall, at }, index) => ({
    args: [odd.secret ?? '1'],
    kwargs: { token: odd.secret ?? '' },
    wall_time: wall,
    cpu_time: wall / 2,
    timestamp: odd.sinceBoot === undefined ? (at ?? run.at) : odd.sinceBoot + index,
  }));
}

/** An object from entries, where `__proto__` is a key like any other. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true });
  return object;
}

function dataOf(run: FunctionRun, odd: RunOddities): Record<string, unknown> {
  const { timings } = run;
  const calls = timings.reduce((sum, timing) => sum + timing.calls, 0);
  const wall = timings.reduce((sum, timing) => sum + timing.wall, 0);
  const cpu = timings.reduce((sum, timing) => sum + (timing.cpu ?? 0), 0);
  const overall = {
    name: 'all_functions',
    calls: Math.max(1, calls),
    wall,
    cpu,
    min: 0,
    max: wall,
  };
  return {
    overall_summary: summaryOf(overall),
    function_summaries: objectOf(timings.map((timing) => [timing.name, summaryOf(timing)])),
    detailed_results: objectOf(
      timings
        .filter(({ singles }) => singles !== undefined)
        .map((timing) => [timing.name, callsOf(timing, run, odd)]),
    ),
  };
}

/** The library's uploaded item of a run (docs/records.md), as the DocumentClient takes it. */
export function libraryItem(run: FunctionRun, odd: RunOddities = {}): Record<string, unknown> {
  const { id, session, at, hostname, timings } = run;
  const totals = {
    total_calls: timings.reduce((sum, { calls }) => sum + calls, 0),
    total_wall_time: timings.reduce((sum, { wall }) => sum + wall, 0),
    total_cpu_time: timings.reduce((sum, { cpu }) => sum + (cpu ?? 0), 0),
  };
  return {
    id,
    session_id: session,
    timestamp: at,
    hostname,
    data: pythonJson(dataOf(run, odd)),
    ...(odd.withoutTotals === true || timings.length === 0 ? {} : totals),
  };
}

/** Name and text of the library's file of a run in local mode. */
export function libraryFile(
  run: FunctionRun,
  odd: RunOddities = {},
): { name: string; text: string } {
  const seconds = Math.floor(run.at);
  const { session, at, hostname } = run;
  const text = pythonJson({
    id: seconds * 1_000_000,
    session_id: session,
    timestamp: at,
    hostname,
    data: dataOf(run, odd),
  });
  return { name: `perf_data_${String(seconds)}_${session.slice(0, 8)}.json`, text };
}
