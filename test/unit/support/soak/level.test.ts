import { expect, it } from 'vitest';
import { growthPerPoll, rise, riseOfMedian } from '../../../support/soak/level.ts';

const run = (value: (poll: number) => number): { poll: number; value: number }[] =>
  Array.from({ length: 28 }, (_, index) => {
    const poll = (index + 1) * 180;
    return { poll, value: value(poll) };
  });

it('a levelled-off series does not rise; a leak does', () => {
  expect(rise([9, 30, 12, 14, 13, 12, 14, 11, 13])).toBe(0);
  expect(rise([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(3);
  expect(riseOfMedian([9, 8, 7, 14, 13, 13, 13, 99, 13])).toBe(0);
  expect(riseOfMedian([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(3);
});

it('finds a leak of 100 bytes a poll under noise, and none without one', () => {
  const noise = (poll: number): number => Math.sin(poll * 7) * 20_000;
  const growth = (leak: number): number =>
    growthPerPoll(
      run((poll) => 2e7 + noise(poll) + poll * leak),
      ({ value }) => value,
    );
  expect(growth(100)).toBeGreaterThan(80);
  expect(Math.abs(growth(0))).toBeLessThan(20);
});

it('is not moved by one outlier, or by the start of a run', () => {
  const growth = growthPerPoll(
    run((poll) => (poll === 4500 ? 9e9 : Math.min(poll, 1000) * 500)),
    ({ value }) => value,
  );
  expect(growth).toBe(0);
});
