import { expect } from 'vitest';
import { growthPerPoll, rise } from './level.ts';
import type { SoakPoint, SoakResult } from './soak.ts';

/** How much a run may grow. */
export interface Limits {
  /** Bytes of JavaScript heap that a poll may leak, by the trend of the run's second half. */
  heapPerPoll: number;
  /** Whether the run is longer than retention, so that stored data must level off too. */
  retained: boolean;
}

/** Tolerances of counts, which depend on work in progress. */
const SLACK = { listeners: 60, connections: 16, sleepers: 1, resources: 1 } as const;

/**
 * Expects that a run ended well and that the service's resources have levelled off. Checks counts and trends, never
 * times.
 */
export function expectLevelled(result: SoakResult, limits: Limits): void {
  const { points, hosts, minutes } = result;
  expect(result).toMatchObject({ endedWell: true, pending: 0, exitCode: 0 });
  expect(hosts.found).toBe(hosts.expected);
  expect(minutes.found).toBe(minutes.expected);
  expect(result.failingPolls).toBeGreaterThan(0);

  for (const [name, slack] of Object.entries(SLACK) as [keyof typeof SLACK, number][])
    expect([name, rise(points.map((point) => point[name])) <= slack]).toEqual([name, true]);
  expect(growthPerPoll(points, ({ heap }) => heap)).toBeLessThan(limits.heapPerPoll);
  expect(growthPerPoll(points, ({ external }) => external)).toBeLessThan(limits.heapPerPoll);
  // SQLite checkpoints its log at 1,000 pages of 4 KiB, whenever no reader prevents it.
  expect(Math.max(...points.map(({ wal }) => wal))).toBeLessThan(8 * 1024 * 1024);
  if (limits.retained) expectRetained(points);
}

/** Bytes that a day adds to the store for longer than the run: rollups of each host, and processes of one. */
const LASTING_PER_DAY = 33 * 3 * 1024 + 540 * 512;
const POLLS_PER_DAY = 720;

/**
 * Minutes are kept for two days: after that, the number of blocks is constant. Rollups and processes are kept longer.
 */
function expectRetained(points: readonly SoakPoint[]): void {
  expect(rise(points.map(({ blocks }) => blocks))).toBeLessThan(100);
  const growth = growthPerPoll(points, ({ store }) => store) * POLLS_PER_DAY;
  expect(growth).toBeLessThan(LASTING_PER_DAY);
  expect(Math.max(...points.map(({ logs }) => logs))).toBeLessThan(1024 * 1024);
  // The allocator's own memory settles slowly: 1.4 KiB a poll were seen, none of it in the last two days.
  expect(growthPerPoll(points, ({ rss }) => rss)).toBeLessThan(8 * 1024);
}
