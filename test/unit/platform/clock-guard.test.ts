import { describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S } from '../../../contract/time.ts';
import { guardClock, type ClockGuard } from '../../../platform/clock-guard.ts';

const NOW = 1_795_500_000;

/** What is trusted of each time that the clock shows, one after the other. */
function trustedOf(...times: number[]): number[] {
  let guard: ClockGuard | null = null;
  return times.map((time) => {
    const checked = guardClock(guard, time);
    guard = checked.guard;
    return checked.trusted;
  });
}

describe('the time by which something is deleted', () => {
  it('follows a clock that runs normally, and one that is set back', () => {
    const times = [
      NOW,
      NOW + HOUR_S,
      NOW + 2 * DAY_S,
      NOW - 20 * 365 * DAY_S,
      NOW - 20 * 365 * DAY_S + DAY_S,
    ];
    expect(trustedOf(...times)).toEqual(times);
  });

  it('stays before a leap ahead until the clock has run on for a day', () => {
    const leapt = NOW + 40 * DAY_S;
    expect(trustedOf(NOW, leapt, leapt + HOUR_S, leapt + DAY_S - 1, leapt + DAY_S)).toEqual([
      NOW,
      NOW,
      NOW,
      NOW,
      leapt + DAY_S,
    ]);
  });

  it('the time for deletions waits a day after each leap', () => {
    const [far, near] = [NOW + 5000 * DAY_S, NOW + 100 * DAY_S];
    expect(trustedOf(NOW, far, near, near + HOUR_S, near + DAY_S)).toEqual([
      NOW,
      NOW,
      NOW,
      NOW,
      near + DAY_S,
    ]);
    // Right again in between: nothing is left of the leap.
    expect(trustedOf(NOW, far, NOW + HOUR_S, far + DAY_S)).toEqual([
      NOW,
      NOW,
      NOW + HOUR_S,
      NOW + HOUR_S,
    ]);
  });
});
