import { z } from 'zod';
import {
  EARLIEST_CALL_S,
  type FunctionCall,
  type FunctionRun,
  type FunctionTiming,
} from '../../contract/functions.ts';
import { normalizeHostname, storedHostname } from '../../contract/hostname.ts';
import { DAY_S } from '../../contract/time.ts';
import { numberIn, parsePythonJson } from './python-json.ts';

/** A run, and what of it made no sense; or why it is none. */
export type DecodedRun =
  | { run: FunctionRun; problems: string[] }
  | { run: null; problems: [string] };

/** DynamoDB's items end at 400 KB; the files of the local mode do not. */
const MAX_LENGTH = 64 * 1024 * 1024;
const MAX_FUNCTIONS = 5000;
const MAX_NAME = 1000;
/** The library keeps no more calls. */
const MAX_CALLS = 10_000;
/** Most functions of one run whose problems are reported one by one. */
const MAX_REPORTED = 20;
/** A run that is so far ahead may be read again once its time has come. */
export const AHEAD = 'timestamp: more than a day ahead';
/** Unix seconds; no run is older than the library. */
const EARLIEST_RUN_S = 1e9;

const recordSchema = z.object(
  {
    id: z.preprocess(numberIn, z.int('id: not an integer').nonnegative('id: negative')),
    timestamp: z.preprocess(numberIn, z.number('timestamp: not a time')),
    session_id: z.string().min(1).max(200).optional().catch(undefined),
  },
  'not an object',
);

/**
 * Decodes an item of the table, or a file of the local mode, which has the same fields. `now` in Unix seconds. Arguments
 * of calls are left where they are. What makes no sense is named and skipped; it never throws.
 */
export function decodeFunctionRun(record: unknown, now: number): DecodedRun {
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success) return refused(parsed.error.issues[0]?.message ?? 'not an object');
  const { id, timestamp: at, session_id: session } = parsed.data;
  if (at < EARLIEST_RUN_S) return refused('timestamp: not a time');
  if (at > now + DAY_S) return refused(AHEAD);
  const name = own(record, 'hostname');
  const stored = storedHostname(typeof name === 'string' && name !== '' ? name : 'unknown');
  if ('problem' in stored) return refused(stored.problem);
  const data = dataOf(own(record, 'data'));
  if (typeof data === 'string') return refused(data);
  const { timings, problems } = decodeTimings(data.value);
  return {
    run: {
      id,
      // Without one, its contents identify it.
      session: session ?? `${String(id)}/${String(at)}`,
      at,
      hostname: normalizeHostname(stored.name),
      timings,
    },
    problems,
  };
}

/** Decodes the text of a file of the local mode. */
export function decodeFunctionFile(text: string, now: number): DecodedRun {
  // An editor of Windows may have put a byte order mark before it.
  const file = parsed(text.replace(/^\uFEFF/u, ''), 'the file');
  return typeof file === 'string' ? refused(file) : decodeFunctionRun(file.value, now);
}

function dataOf(data: unknown): { value: unknown } | string {
  if (data === undefined) return 'data: missing';
  const value = typeof data === 'string' ? parsed(data, 'data') : { value: data };
  if (typeof value !== 'string' && !isObject(value.value)) return 'data: not an object';
  return value;
}

function parsed(text: string, what: string): { value: unknown } | string {
  if (text.length > MAX_LENGTH) return `${what}: longer than it can be`;
  try {
    return { value: parsePythonJson(text) };
  } catch (error) {
    return `${what}: ${error instanceof SyntaxError ? 'not JSON, or not all of it' : 'nested too deeply'}`;
  }
}

function decodeTimings(data: unknown): { timings: FunctionTiming[]; problems: string[] } {
  const summaries = own(data, 'function_summaries');
  if (summaries === undefined) return { timings: [], problems: [] };
  if (!isObject(summaries)) return { timings: [], problems: ['function_summaries: not an object'] };
  const singles = own(data, 'detailed_results');
  const timings: FunctionTiming[] = [];
  const problems: string[] = [];
  const names = Object.keys(summaries);
  if (names.length > MAX_FUNCTIONS) problems.push('function_summaries: too many functions');
  for (const name of names.slice(0, MAX_FUNCTIONS)) {
    const timing = decodeTiming(name, summaries[name]);
    if (typeof timing === 'string') {
      if (problems.length < MAX_REPORTED) problems.push(`${name.slice(0, 80)}: ${timing}`);
      continue;
    }
    if (timing === null) continue;
    const calls = callsOf(own(singles, name));
    timings.push(calls.length === 0 ? timing : { ...timing, singles: calls });
  }
  return { timings, problems };
}

/** The timing, null where the function was never called, or what is wrong with it. */
function decodeTiming(name: string, summary: unknown): FunctionTiming | null | string {
  // SQLite's text makes one name of all that are not well formed.
  if (name === '' || name.length > MAX_NAME || !name.isWellFormed()) return 'not a name';
  const calls = numberIn(own(summary, 'call_count'));
  if (typeof calls !== 'number' || !Number.isSafeInteger(calls) || calls < 0)
    return 'call_count: not a number of calls';
  if (calls === 0) return null;
  const times = own(summary, 'wall_time');
  const wall = secondsOf(own(times, 'total'));
  if (wall === null) return 'wall_time: not a time';
  const min = secondsOf(own(times, 'min'));
  const max = secondsOf(own(times, 'max'));
  const ordered = min === null || max === null || min <= max;
  return {
    name,
    calls,
    wall,
    min: ordered ? min : null,
    max: ordered ? max : null,
    cpu: secondsOf(own(own(summary, 'cpu_time'), 'total')),
  };
}

function callsOf(list: unknown): FunctionCall[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, MAX_CALLS).flatMap((call: unknown) => {
    const wall = secondsOf(own(call, 'wall_time'));
    if (wall === null) return [];
    const at = secondsOf(own(call, 'timestamp'));
    return [{ wall, at: at === null || at < EARLIEST_CALL_S ? null : at }];
  });
}

/** The largest time that is kept: what is longer than a century is none. */
const MOST_SECONDS = 4e9;

function secondsOf(value: unknown): number | null {
  const seconds = numberIn(value);
  return typeof seconds === 'number' && seconds >= 0 && seconds <= MOST_SECONDS ? seconds : null;
}

function refused(problem: string): DecodedRun {
  return { run: null, problems: [problem] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property only: the text is untrusted, and `__proto__` is a name like any other in it. */
function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
