import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { hourOfDay, isWorkday } from './clock.ts';
import { chance } from './noise.ts';

/** What is wrong with a machine. `well`: nothing. */
export const STORIES = [
  'well',
  'offline',
  'returning',
  'leaving',
  'stale',
  'hot',
  'leaking',
  'filling',
  'failing',
  'flapping',
  'crashing',
  'sleeping',
] as const;
/** What is wrong with a machine. */
export type Story = (typeof STORIES)[number];

/** The machines of one kind have stories in turn, by their number within it. The others are healthy. */
const TURNS: Readonly<
  Record<string, { length: number; stories: Readonly<Record<number, Story>> }>
> = {
  web: { length: 17, stories: { 6: 'crashing', 9: 'flapping', 12: 'leaking' } },
  db: { length: 7, stories: { 3: 'hot', 5: 'filling' } },
  cache: { length: 5, stories: { 2: 'returning' } },
  worker: { length: 12, stories: { 3: 'offline', 8: 'hot' } },
  build: { length: 7, stories: { 4: 'leaving' } },
  files: { length: 4, stories: { 1: 'failing', 3: 'stale' } },
  // Every other one is a laptop.
  mac: { length: 2, stories: { 1: 'sleeping' } },
};

/** The story of the machine with this number (from 1) within its kind. */
export function storyOf(role: string, number: number): Story {
  const turn = TURNS[role];
  if (turn === undefined) return 'well';
  return turn.stories[((number - 1) % turn.length) + 1] ?? 'well';
}

/**
 * Whether a machine with this story is silent at a minute. Minutes and `now`, the time of its trouble, are in the
 * fleet's own time, seconds.
 */
export function silences(story: Story, seed: number, now: number): (minute: number) => boolean {
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
      // Three times a day, each slightly longer than the limit for offline.
      return (minute) => {
        const spell = Math.floor((minute + (seed % DAY_S)) / (8 * HOUR_S));
        const into = (minute + (seed % DAY_S)) % (8 * HOUR_S);
        return into < (9 + ((seed + spell * 7) % 25)) * MINUTE_S && minute < since(HOUR_S);
      };
    case 'sleeping':
      return (minute) => !isOpen(seed, minute);
    default:
      return () => false;
  }
}

/** Whether a laptop is open: on working days, but not at noon, and for a while on some evenings. */
function isOpen(seed: number, time: number): boolean {
  const day = Math.floor(time / DAY_S);
  const hour = hourOfDay(time);
  const late = (part: number) => chance(seed, day * 8 + part);
  if (hour > 20 && late(0) > 0.6) return hour < 20.6 + 2 * late(1);
  if (!isWorkday(time)) return false;
  const noon = 12 + 0.6 * late(2);
  return (
    hour > 7.6 + 1.6 * late(3) && hour < 16.8 + 1.8 * late(4) && !(hour > noon && hour < noon + 0.8)
  );
}
