import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff, jitterSeconds, millisecondsToNextSample } from '../../../collector/schedule.ts';

it('gives every host its own seconds, from 0 to 20, always the same', () => {
  fc.assert(
    fc.property(fc.string(), (hostname) => {
      const jitter = jitterSeconds(hostname);
      expect(jitter).toBe(jitterSeconds(hostname));
      expect(jitter).toBeGreaterThanOrEqual(0);
      expect(jitter).toBeLessThan(20);
    }),
  );
});

it('waits for the next minute plus the jitter, and never not at all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.string(), (now, hostname) => {
      const wait = millisecondsToNextSample(now, hostname);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60_000);
      const offset = (now + wait) % 60_000;
      expect(Math.abs(offset - Math.round(jitterSeconds(hostname) * 1000))).toBe(0);
    }),
  );
});

it('leaves DynamoDB alone for longer after every failure, up to a quarter of an hour', () => {
  const longest = [1, 2, 3, 4, 5, 6, 50].map((failures) => backoff(failures, 1) / 1000);
  expect(longest).toEqual([30, 60, 120, 240, 480, 900, 900]);
  expect(backoff(1, 0)).toBe(15_000);
});
