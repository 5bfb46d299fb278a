import type { HostRef } from '../../../contract/host.ts';
import type { HostFacts, Sample } from '../../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { shapedSample, topProcesses, withDetails, type Shape } from './samples.ts';
import { ROLES, type Role } from './roles.ts';

/** What makes a machine worth a look. `well`: nothing. */
export const STORIES = [
  'well',
  'offline',
  'returning',
  'leaving',
  'stale',
  'hot',
  'leaking',
  'filling',
  'flapping',
] as const;
export type Story = (typeof STORIES)[number];

export interface Machine extends HostRef {
  facts: HostFacts;
  labels: string[];
  story: Story;
  /** Layout of the tables that its samples come from. */
  layout: 'v2' | 'legacy';
  /** Seconds after the full minute at which it reports. */
  jitter: number;
  /** Its sample of a minute (Unix seconds), or null where it does not report. */
  sampleAt: (minute: number, detail: Detail) => Sample | null;
}

/** `core`: CPU and memory. `disk`: the fullest disk and load too. `full`: all values. `processes`: and what used most. */
export type Detail = 'core' | 'disk' | 'full' | 'processes';

/** The machines of one such group have a story of their own in turn; the others are well. */
const GROUP = 60;
const PLACES: ReadonlyMap<number, Story> = new Map([
  [3, 'flapping'],
  [8, 'hot'],
  [14, 'offline'],
  [21, 'filling'],
  [27, 'returning'],
  [33, 'leaking'],
  [40, 'stale'],
  [46, 'leaving'],
  [52, 'hot'],
]);

/**
 * Machines whose values follow from their name and the minute alone, with trouble that is under way at `now` (Unix
 * seconds): some silent, some hot, some with full disks.
 */
export function madeUpMachines(count: number, now: number): Machine[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const role = roleAt(index);
    const number = (numbers.get(role.name) ?? 0) + 1;
    numbers.set(role.name, number);
    const hostname = `${role.name}-${String(number).padStart(2, '0')}.${role.domain}`;
    return machineOf(hostname, role, number, PLACES.get(index % GROUP) ?? 'well', now);
  });
}

/** Roles in turn, each as often as its share says. */
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

/** Machines that are well, with names of one's own. */
export function machinesNamed(hostnames: readonly string[], now: number): Machine[] {
  return hostnames.map((hostname) => machineOf(hostname, roleAt(0), 1, 'well', now));
}

function machineOf(
  hostname: string,
  role: Role,
  number: number,
  story: Story,
  now: number,
): Machine {
  const seed = hashText(hostname);
  const jitter = seed % 20;
  const shape: Shape = { hostname, role, seed, jitter, now, story, legacy: isLegacy(role, number) };
  const silent = silences(story, seed, now);
  return {
    sourceId: role.sourceId,
    hostname,
    facts: { ...role.facts, collector: shape.legacy ? 'py-perf 1.4' : 'py-perf-desktop/0.1.0' },
    labels: labelsOf(role, number),
    story,
    layout: shape.legacy ? 'legacy' : 'v2',
    jitter,
    sampleAt: (minute, detail) => (silent(minute) ? null : sampleOf(shape, minute, detail)),
  };
}

function sampleOf(shape: Shape, minute: number, detail: Detail): Sample {
  const core = shapedSample(shape, minute);
  if (detail === 'core' || shape.legacy) return core;
  const full = withDetails(shape, core);
  if (detail === 'disk') {
    const { diskPercent = 0, loadAvg1m = 0 } = full;
    return { ...core, diskPercent, loadAvg1m };
  }
  return detail === 'full' ? full : { ...full, topProcesses: topProcesses(shape, core) };
}

/** Every fifth worker still writes the old layout. */
function isLegacy(role: Role, number: number): boolean {
  return role.name === 'worker' && number % 5 === 0;
}

function labelsOf({ name, labels }: Role, number: number): string[] {
  return name === 'web' && number % 4 === 0 ? [...labels, 'edge'] : labels;
}

/** Whether a machine with this story is silent at a minute. */
function silences(story: Story, seed: number, now: number): (minute: number) => boolean {
  const since = (seconds: number) => now - seconds;
  switch (story) {
    case 'offline': {
      const from = since((9 + (seed % 40)) * MINUTE_S);
      return (minute) => minute >= from;
    }
    case 'returning': {
      const [from, to] = [since((8 + (seed % 12)) * MINUTE_S), since(-(3 + (seed % 3)) * MINUTE_S)];
      return (minute) => minute >= from && minute < to;
    }
    case 'leaving': {
      const [from, to] = [since(-(2 + (seed % 3)) * MINUTE_S), since(-30 * MINUTE_S)];
      return (minute) => minute >= from && minute < to;
    }
    case 'stale': {
      const from = since((2 + (seed % 60)) * HOUR_S);
      return (minute) => minute >= from;
    }
    case 'flapping':
      // Three times a day, each a little longer than it takes to count as offline.
      return (minute) => {
        const spell = Math.floor((minute + (seed % DAY_S)) / (8 * HOUR_S));
        const into = (minute + (seed % DAY_S)) % (8 * HOUR_S);
        return into < (9 + ((seed + spell * 7) % 25)) * MINUTE_S && minute < since(HOUR_S);
      };
    default:
      return () => false;
  }
}

/** FNV-1a. */
function hashText(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return value;
}
