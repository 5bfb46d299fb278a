import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  Backoff,
  backoff,
  jitterSeconds,
  millisecondsToNextSample,
  waitForNextSample,
} from '../../../collector/schedule.ts';
import type { Clock } from '../../../platform/clock.ts';
import { checkProperty } from '../../support/property.ts';

it('gives every host a fixed offset from 0 to 20 seconds', () => {
  checkProperty(
    fc.property(fc.string(), (hostname) => {
      const jitter = jitterSeconds(hostname);
      expect(jitter).toBe(jitterSeconds(hostname));
      expect(jitter).toBeGreaterThanOrEqual(0);
      expect(jitter).toBeLessThan(20);
    }),
  );
});

it('waits for the next minute plus the offset, never zero', () => {
  checkProperty(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.string(), (now, hostname) => {
      const wait = millisecondsToNextSample(now, hostname);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60_000);
      const offset = (now + wait) % 60_000;
      expect(Math.abs(offset - Math.round(jitterSeconds(hostname) * 1000))).toBe(0);
    }),
  );
});

it('backs off longer after every failure, up to a quarter of an hour', () => {
  const longest = [1, 2, 3, 4, 5, 6, 50].map((failures) => backoff(failures, 1) / 1000);
  expect(longest).toEqual([30, 60, 120, 240, 480, 900, 900]);
  expect(backoff(1, 0)).toBe(15_000);
});

it('retries after the clock was set back, not hours later', () => {
  const retry = new Backoff();
  retry.failed(7_200_000);
  expect(retry.holds(7_200_000 + 14_000)).toBe(true);
  expect(retry.holds(7_200_000 + 30_001)).toBe(false);
  expect(retry.holds(0)).toBe(false);
  expect(retry.failing).toBe(true);
  retry.reset();
  expect([retry.failing, retry.holds(7_200_000)]).toEqual([false, false]);
});

/** A clock whose sleeps end at once, and which may be set while someone sleeps. */
function steppedClock(start: number, steps: Record<number, number> = {}) {
  let now = start;
  const sleeps: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      now += ms + (steps[sleeps.length] ?? 0);
      sleeps.push(ms);
      return Promise.resolve();
    },
  };
  return { clock, sleeps };
}

const START = 1_795_469_640_000;
const forever = new AbortController().signal;
const moment = Math.round(jitterSeconds('a') * 1000);

it('wakes at the host\u2019s time, checking the clock on the way', async () => {
  const { clock, sleeps } = steppedClock(START + moment);
  await waitForNextSample(clock, 'a', forever);
  expect(clock.now()).toBe(START + moment + 60_000);
  expect(sleeps).toEqual([15_000, 15_000, 15_000, 15_000]);
});

it('samples once, at once, after the machine slept', async () => {
  const { clock } = steppedClock(START + moment, { 1: 8 * 3_600_000 });
  await waitForNextSample(clock, 'a', forever);
  expect(clock.now()).toBe(START + moment + 8 * 3_600_000 + 30_000);
  await waitForNextSample(clock, 'a', forever);
  expect(clock.now() % 60_000).toBe((START + moment) % 60_000);
});

it('follows the new time when the clock is set back', async () => {
  const { clock } = steppedClock(START + moment, { 0: -3_600_000 });
  await waitForNextSample(clock, 'a', forever);
  expect(clock.now()).toBe(START + moment - 3_600_000 + 60_000);
});
