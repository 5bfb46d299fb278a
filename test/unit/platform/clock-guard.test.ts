import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../contract/time.ts';
import { trustedNow, type ClockGuard } from '../../../platform/clock-guard.ts';

const NOW = 1_795_500_000;

/** What is believed of each time that the clock shows, one after the other. */
function believedOf(...times: number[]): number[] {
  let memory: ClockGuard | null = null;
  return times.map((time) => {
    const look = trustedNow(memory, time);
    memory = look.memory;
    return look.believed;
  });
}

describe('the time by which something is deleted', () => {
  it('follows a clock that goes on as clocks do, and one that is set back', () => {
    const times = [
      NOW,
      NOW + HOUR,
      NOW + 2 * DAY,
      NOW - 20 * 365 * DAY,
      NOW - 20 * 365 * DAY + DAY,
    ];
    expect(believedOf(...times)).toEqual(times);
  });

  it('stays before a leap ahead until the clock has gone on from there for a day', () => {
    const leapt = NOW + 40 * DAY;
    expect(believedOf(NOW, leapt, leapt + HOUR, leapt + DAY - 1, leapt + DAY)).toEqual([
      NOW,
      NOW,
      NOW,
      NOW,
      leapt + DAY,
    ]);
  });

  it('counts that day anew for each leap', () => {
    const [far, near] = [NOW + 5000 * DAY, NOW + 100 * DAY];
    expect(believedOf(NOW, far, near, near + HOUR, near + DAY)).toEqual([
      NOW,
      NOW,
      NOW,
      NOW,
      near + DAY,
    ]);
    // Right again in between: nothing is left of the leap.
    expect(believedOf(NOW, far, NOW + HOUR, far + DAY)).toEqual([NOW, NOW, NOW + HOUR, NOW + HOUR]);
  });
});
