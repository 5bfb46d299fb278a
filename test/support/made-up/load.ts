import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { hourOfDay, isWorkday, sinceWorkdayAt } from './clock.ts';
import { chance, driftAt, jitterAt } from './noise.ts';
import type { Role } from './roles.ts';

/** What determines how busy a machine is. */
export interface Worker {
  role: Role;
  /** Number within its kind, from 1. */
  number: number;
  /** Seeds of the machine and of the whole fleet: visitors come to all machines at once. */
  seed: number;
  fleetSeed: number;
}

/** Hours of a working day at which new versions are rolled out, one machine after another. */
const DEPLOYMENT_HOURS = [10.3, 14.1];
const BETWEEN_MACHINES = 90;
/** Seconds after a restart until a machine's caches are warm. */
const WARMING = 6 * MINUTE_S;

/** How many people use the fleet, 0 to about 1.2. All times are in the fleet's own time, seconds. */
export function traffic(time: number, seed: number): number {
  const hour = hourOfDay(time);
  const workday = isWorkday(time);
  const day = workday
    ? 0.86 * hump(hour, 10.7, 1.9) + 0.92 * hump(hour, 15, 2.1) + 0.38 * hump(hour, 20.4, 1.7)
    : 0.36 * hump(hour, 12, 2.8) + 0.44 * hump(hour, 20.2, 2.2);
  // A newsletter is sent twice a week.
  const weekday = Math.floor(time / (24 * HOUR_S)) % 7;
  const mailed = (time % (24 * HOUR_S)) - 9.5 * HOUR_S;
  const rush =
    (weekday === 1 || weekday === 3) && mailed > 0 ? 0.45 * Math.exp(-mailed / (22 * MINUTE_S)) : 0;
  const waves =
    0.05 * driftAt(seed, time, 25 * MINUTE_S) + 0.04 * driftAt(seed ^ 7, time, 6 * MINUTE_S);
  return Math.max(0, 0.1 + day * (1 + waves) + rush);
}

function hump(hour: number, at: number, width: number): number {
  const away = Math.min(Math.abs(hour - at), 24 - Math.abs(hour - at)) / width;
  return Math.exp((-away * away) / 2);
}

/** Seconds since the last restart with a new version; Infinity: its kind gets none. */
export function sinceDeployment({ role, number }: Worker, time: number): number {
  if (!role.deployed) return Infinity;
  const own = time - (number % 20) * BETWEEN_MACHINES;
  return Math.min(...DEPLOYMENT_HOURS.map((hour) => sinceWorkdayAt(own, hour)));
}

/** Progress of the nightly backup of databases and file servers, 0 to 1; null outside of that hour. */
export function backupAt({ role, seed }: Worker, time: number): number | null {
  if (role.backup === undefined) return null;
  const { hour, minutes } = role.backup;
  const into = (time % (24 * HOUR_S)) - hour * HOUR_S - (seed % 12) * MINUTE_S;
  const length = (minutes + (seed % 17)) * MINUTE_S;
  return into >= 0 && into < length ? into / length : null;
}

/** The CPU percentage of a machine's own work, before anything goes wrong. */
export function usualCpu(worker: Worker, time: number): number {
  const { role, seed } = worker;
  const own = 1 + (chance(seed, 1) - 0.5) * 0.4;
  const usual = role.cpu.rest * own + role.cpu.day * own * demand(worker, time);
  const backup = backupAt(worker, time) === null ? 0 : 17;
  const noise =
    role.cpu.noise * (0.7 * jitterAt(seed, time) + driftAt(seed ^ 3, time, 9 * MINUTE_S));
  // Hourly cron jobs.
  const cron = Math.floor(time / MINUTE_S) % 60 === seed % 60 ? 6 : 0;
  return Math.max(0.3, restarted(usual, sinceDeployment(worker, time)) + backup + noise + cron);
}

function restarted(usual: number, since: number): number {
  if (since < MINUTE_S) return usual * 0.25;
  return since < WARMING ? usual + 26 * Math.exp(-since / (2 * MINUTE_S)) : usual;
}

/** How much work there is for a machine, 0 to about 1. */
function demand(worker: Worker, time: number): number {
  const { role, seed, fleetSeed } = worker;
  switch (role.rhythm) {
    case 'traffic':
      return traffic(time, fleetSeed);
    case 'batch': {
      // A queue that follows the visitors, and an hourly batch.
      const into = (time % HOUR_S) - (3 + (seed % 4)) * MINUTE_S;
      const length = (9 + chance(seed, Math.floor(time / HOUR_S)) * 16) * MINUTE_S;
      return into >= 0 && into < length ? 1 : 0.35 * traffic(time, fleetSeed);
    }
    case 'jobs': {
      const slot = 8 * MINUTE_S;
      const number = Math.floor((time + (seed % 8) * MINUTE_S) / slot);
      const hour = hourOfDay(time);
      const wanted = isWorkday(time) && hour > 8 && hour < 19 ? 0.55 : hour < 3 ? 0.5 : 0.04;
      return chance(seed, number) < wanted ? 0.75 + 0.25 * chance(seed ^ 11, number) : 0;
    }
    case 'person': {
      if (!isWorkday(time) || hourOfDay(time) < 8 || hourOfDay(time) > 18) return 0;
      const call = chance(seed, Math.floor(time / (30 * MINUTE_S))) > 0.75;
      return call ? 0.9 : 0.3 * (1 + driftAt(seed ^ 5, time, 11 * MINUTE_S));
    }
  }
}
