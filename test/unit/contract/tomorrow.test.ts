import { expect, it } from 'vitest';
import { startOfTomorrow } from '../../../contract/tomorrow.ts';

/** A local time as Unix seconds. */
const local = (...parts: [number, number, number, number, number]): number =>
  new Date(...parts).getTime() / 1000;

it.each([
  ['the morning', local(2026, 10, 30, 8, 15), local(2026, 11, 1, 0, 0)],
  ['the last minute', local(2026, 11, 31, 23, 59), local(2027, 0, 1, 0, 0)],
  ['midnight itself', local(2026, 2, 29, 0, 0), local(2026, 2, 30, 0, 0)],
])('tomorrow begins at the next local midnight: from %s', (_name, now, midnight) => {
  expect(startOfTomorrow(now)).toBe(midnight);
});
