import type { FunctionRun, FunctionTiming } from '../../../contract/functions.ts';
import type { HostRef } from '../../../contract/host.ts';
import { DAY_S, HOUR_S, dayOf } from '../../../contract/time.ts';
import { FleetStore } from '../../../fleet/store/store.ts';
import { chance } from './noise.ts';

/** Days that the made-up programs have run for. */
const DAYS = 42;
const TUESDAY = 2;

/** A program that runs now and then: its functions, with seconds and calls per run. */
interface Program {
  /** Seconds of the UTC day at which its runs end. */
  hours: readonly number[];
  functions: readonly { name: string; calls: number; seconds: number; cpu: number }[];
  /** The function that slowed down on the Tuesday before last, and by how much. */
  slower?: { name: string; factor: number };
}

const NIGHTLY: Program = {
  hours: [2.7],
  functions: [
    { name: 'run_nightly_batch', calls: 1, seconds: 1140, cpu: 0.42 },
    { name: 'import_orders', calls: 24, seconds: 26, cpu: 0.22 },
    { name: 'parse_row', calls: 180_000, seconds: 0.0011, cpu: 0.97 },
    { name: 'write_report', calls: 6, seconds: 31, cpu: 0.88 },
    { name: 'send_mail', calls: 6, seconds: 1.4, cpu: 0.04 },
  ],
  slower: { name: 'import_orders', factor: 1.62 },
};
const TESTS: Program = {
  hours: [8.2, 9.6, 11.1, 13.4, 14.8, 16.3],
  functions: [
    { name: 'test_session', calls: 1, seconds: 312, cpu: 0.71 },
    { name: 'start_database', calls: 1, seconds: 8.5, cpu: 0.1 },
    { name: 'render_page', calls: 420, seconds: 0.17, cpu: 0.94 },
  ],
};

/** Adds the runs of a nightly batch job, which slowed down on a Tuesday, and of a test suite to a made-up store. */
export function addMadeUpRuns(path: string, hosts: readonly HostRef[], now: number): void {
  const [batch, tests = batch] = hosts;
  if (batch === undefined || tests === undefined) return;
  const store = FleetStore.open(path);
  try {
    for (const [host, program, seed] of [
      [batch, NIGHTLY, 1],
      [tests, TESTS, 2],
    ] as const) {
      const runs = madeUpProgramRuns(host.hostname, program, now, seed);
      store.write(() => store.functions.add(host.sourceId, runs));
    }
  } finally {
    store.close();
  }
}

/** Runs of a program up to `now` (Unix seconds), ascending. */
function madeUpProgramRuns(
  hostname: string,
  { hours, functions, slower }: Program,
  now: number,
  seed: number,
): FunctionRun[] {
  let drawn = 0;
  /** From -1 to 1. */
  const noise = (): number => chance(seed, (drawn += 1)) * 2 - 1;
  const regressedAt = tuesdayBefore(now);
  const runs: FunctionRun[] = [];
  for (let day = dayOf(now) - DAYS * DAY_S; day <= now; day += DAY_S)
    for (const hour of hours) {
      const at = day + hour * HOUR_S + 600 * noise() ** 2;
      if (at > now) continue;
      const timings = functions.map(({ name, calls, seconds, cpu }): FunctionTiming => {
        const isSlow = slower?.name === name && at >= regressedAt;
        const mean = seconds * (isSlow ? slower.factor : 1) * (1 + noise() * 0.07);
        const wall = mean * calls;
        const spread = calls === 1 ? 1 : 3;
        return { name, calls, wall, min: mean / spread, max: mean * spread, cpu: wall * cpu };
      });
      const session = `${hostname}-${String(Math.round(at))}`;
      runs.push({ id: Math.round(at * 1e6), session, at, hostname, timings });
    }
  return runs;
}

/** The start (Unix seconds) of the newest Tuesday, UTC, that is at least four days ago: long enough for certainty. */
function tuesdayBefore(now: number): number {
  let day = dayOf(now) - 4 * DAY_S;
  while (new Date(day * 1000).getUTCDay() !== TUESDAY) day -= DAY_S;
  return day;
}
