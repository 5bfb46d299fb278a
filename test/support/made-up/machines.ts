import type { HostRef } from '../../../contract/host.ts';
import type { HostFacts, Sample } from '../../../contract/sample.ts';
import { fleetTime } from './clock.ts';
import { hashText } from './noise.ts';
import { ROLES, type Role } from './roles.ts';
import { detailsOf } from './details.ts';
import { shapedSample, topProcesses, withDetails, type Shape } from './samples.ts';
import { silences, storyOf, type Story } from './stories.ts';

/** A machine of a made-up fleet. */
export interface Machine extends HostRef {
  facts: HostFacts;
  labels: string[];
  story: Story;
  /** Layout of the tables with its samples. */
  layout: 'v2' | 'legacy';
  /** Seconds after the full minute at which it reports. */
  jitter: number;
  /** Its sample of a minute (Unix seconds), or null if it does not report. */
  sampleAt: (minute: number, detail: Detail) => Sample | null;
}

/**
 * `core`: CPU and memory. `disk`: also the fullest disk and load. `full`: all values. `processes`: also the busiest
 * processes.
 */
export type Detail = 'core' | 'disk' | 'full' | 'processes';

/**
 * Machines whose values follow from the seed, their names and the distance of a minute from `now` (Unix seconds), with
 * troubles at `now`: some silent, some hot, some with full disks.
 */
export function madeUpMachines(count: number, now: number, seed = 1): Machine[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const role = roleAt(index);
    const number = (numbers.get(role.name) ?? 0) + 1;
    numbers.set(role.name, number);
    const hostname = `${role.name}-${String(number).padStart(2, '0')}.${role.domain}`;
    const story = storyOf(role.name, number);
    return machineOf({ hostname, role, number, story, now, fleetSeed: seed });
  });
}

/** The label of machines whose silence concerns nobody. */
export const LAPTOP = 'laptop';

/** Roles in turn, each as often as its share. */
const TURN: readonly Role[] = ROLES.flatMap((role) =>
  Array.from({ length: role.share }, (_, at) => ({ role, at: (at + 0.5) / role.share })),
)
  .toSorted((a, b) => a.at - b.at)
  .map(({ role }) => role);

function roleAt(index: number): Role {
  const role = TURN[index % TURN.length];
  if (role === undefined) throw new Error('there are no roles');
  return role;
}

/** Healthy machines with given names. */
export function machinesNamed(hostnames: readonly string[], now: number, seed = 1): Machine[] {
  const role = roleAt(0);
  return hostnames.map((hostname) =>
    machineOf({ hostname, role, number: 1, story: 'well', now, fleetSeed: seed }),
  );
}

interface Plan {
  hostname: string;
  role: Role;
  number: number;
  story: Story;
  now: number;
  fleetSeed: number;
}

function machineOf({ hostname, role, number, story, now, fleetSeed }: Plan): Machine {
  const seed = hashText(`${hostname} ${String(fleetSeed)}`);
  const jitter = seed % 20;
  const timeOf = fleetTime(now);
  const legacy = isLegacy(role, number);
  const shape: Shape = {
    hostname,
    role,
    number,
    seed,
    fleetSeed,
    jitter,
    now: timeOf(now),
    story,
    legacy,
  };
  const silent = silences(story, seed, shape.now);
  return {
    sourceId: role.sourceId,
    hostname,
    facts: { ...role.facts, collector: legacy ? 'py-perf 1.4' : 'py-perf-desktop/0.1.0' },
    labels: labelsOf(role, number, story),
    story,
    layout: legacy ? 'legacy' : 'v2',
    jitter,
    sampleAt: (minute, detail) => {
      const time = timeOf(minute);
      return silent(time) ? null : sampleOf(shape, { minute, time, detail });
    },
  };
}

interface Asked {
  minute: number;
  time: number;
  detail: Detail;
}

function sampleOf(shape: Shape, { minute, time, detail }: Asked): Sample {
  const core = shapedSample(shape, minute, time);
  if (detail === 'core' || shape.legacy) return core;
  const full = withDetails(shape, core, time);
  if (detail === 'disk') {
    const { diskPercent = 0, loadAvg1m = 0 } = full;
    return { ...core, diskPercent, loadAvg1m };
  }
  const told = { ...full, ...detailsOf(shape, full) };
  return detail === 'full' ? told : { ...told, topProcesses: topProcesses(shape, core, time) };
}

/** Every fifth worker still writes the legacy layout. */
function isLegacy(role: Role, number: number): boolean {
  return role.name === 'worker' && number % 5 === 0;
}

function labelsOf({ name, labels }: Role, number: number, story: Story): string[] {
  if (story === 'sleeping') return [...labels, LAPTOP];
  return name === 'web' && number % 4 === 0 ? [...labels, 'edge'] : labels;
}
