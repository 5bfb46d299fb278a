import { expect } from '@playwright/test';
import { growthPerPoll, riseOfMedian } from '../../support/soak/level.ts';
import type { AppGauge } from './window-gauges.ts';

export interface AppLimits {
  /** Bytes of the page's heap that a poll may leave behind, by the trend of the last half of the run. */
  pageHeapPerPoll: number;
  measureEvery: number;
}

/** Counts that may differ from one measurement to the next: rows that the table keeps ready, and what is under way. */
const SLACK = {
  nodes: 400,
  pageListeners: 60,
  documents: 0,
  mainListeners: 0,
  windows: 0,
  resources: 3,
} as const;

/** Expects that window and main process hold no more at the end than before. Counts and trends, never time. */
export function expectAppLevelled(found: readonly AppGauge[], limits: AppLimits): void {
  for (const [name, slack] of Object.entries(SLACK) as [keyof typeof SLACK, number][])
    expect([name, riseOfMedian(found.map((gauge) => gauge[name])) <= slack]).toEqual([name, true]);
  const points = found.map((gauge, index) => ({ poll: (index + 1) * limits.measureEvery, gauge }));
  const growth = growthPerPoll(points, ({ gauge }) => gauge.pageHeap);
  expect(growth).toBeLessThan(limits.pageHeapPerPoll);
}
