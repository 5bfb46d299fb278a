import { expect, it } from 'vitest';
import { RateLimiter } from '../../../platform/rate-limiter.ts';

it('allows a number per interval, and more once they are old', () => {
  let now = 1000;
  const allowance = new RateLimiter(2, 100, { now: () => now });
  expect([allowance.take(), allowance.take(), allowance.take()]).toEqual([true, true, false]);
  now += 99;
  expect(allowance.take()).toBe(false);
  now += 1;
  expect([allowance.take(), allowance.take(), allowance.take()]).toEqual([true, true, false]);
});

it('does not wait for a time that a wrong clock has left in the future', () => {
  let now = 1_000_000;
  const allowance = new RateLimiter(1, 100, { now: () => now });
  allowance.take();
  now = 1000;
  expect(allowance.take()).toBe(true);
});
