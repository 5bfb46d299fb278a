import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../../contract/threshold-rules.ts';
import { MINUTE_S } from '../../../../contract/time.ts';
import { deriveAlerts, type DerivedAlert } from '../../../../fleet/alerts/derive.ts';

const START = 1_795_500_000;
const LIMITS = { above: 90, clearBelow: 80, forMinutes: 3 };
const _ = NaN;

/** Alerts of minutes, as minutes since the start: `[first, end, cleared, last, peak]`. */
function derive(values: number[], limits = LIMITS): (number | null)[][] {
  return deriveAlerts(
    { metric: 'cpu', start: START, values: Float32Array.from(values) },
    limitsOf({ enabled: true, ...limits }),
  ).map(inMinutes);
}

function inMinutes(alert: DerivedAlert): (number | null)[] {
  const { startedAt, endedAt, resolvedBy, lastAt, peak } = alert;
  return [since(startedAt), since(endedAt), since(resolvedBy), since(lastAt), peak];
}

function since(time: number | null): number | null {
  return time === null ? null : (time - START) / MINUTE_S;
}

describe('an alert', () => {
  it('an alert begins once all samples of the time are at or above the threshold', () => {
    expect(derive([95, 90])).toEqual([]);
    expect(derive([95, 90, 91])).toEqual([[0, null, null, 2, 95]]);
    expect(derive([95, 90, 89.9, 95, 90, 91])).toEqual([[3, null, null, 5, 95]]);
  });

  it('an alert begins at a threshold that a float cannot hold exactly', () => {
    expect(derive([90.1, 90.1, 90.1], { ...LIMITS, above: 90.1 })).toHaveLength(1);
  });

  it('an alert ends at the first sample below the clearing value, not before', () => {
    expect(derive([95, 95, 95, 80, 85, 99, 79.9, 95])).toEqual([[0, 6, 6, 5, 99]]);
  });

  it('may follow another alert', () => {
    expect(derive([95, 95, 95, 50, 95, 95, 95, 95])).toEqual([
      [0, 3, 3, 2, 95],
      [4, null, null, 7, 95],
    ]);
  });

  it('takes one minute if the rule says so', () => {
    const limits = { above: 90, clearBelow: 90, forMinutes: 1 };
    expect(derive([50, 90, 50], limits)).toEqual([[1, 2, 2, 1, 90]]);
  });
});

describe('a gap in the samples', () => {
  it('a gap of up to six minutes keeps the pending time and counts for it', () => {
    expect(derive([95, _, _, _, _, _, 95])).toEqual([[0, null, null, 6, 95]]);
  });

  it('a gap of more than six minutes restarts the pending time', () => {
    expect(derive([95, 95, _, _, _, _, _, _, 95, 95])).toEqual([]);
    expect(derive([95, 95, _, _, _, _, _, _, 95, 95, 95])).toEqual([[8, null, null, 10, 95]]);
  });

  it('a gap does not end an alert that continues after it', () => {
    expect(derive([95, 95, 95, _, _, _, _, _, _, _, 85, 96])).toEqual([[0, null, null, 11, 96]]);
  });

  it('a gap ends an alert after its last sample if the host returns below', () => {
    expect(derive([95, 95, 95, _, _, _, _, _, _, _, 20])).toEqual([[0, 3, 10, 2, 95]]);
  });

  it('a short gap ends it with the sample after it', () => {
    expect(derive([95, 95, 95, _, _, 20])).toEqual([[0, 5, 5, 2, 95]]);
  });
});

it('a known active alert is continued', () => {
  const values = Float32Array.from([85, 92, 70]);
  const ongoing = { startedAt: START - 600, lastAt: START - 60, peak: 91 };
  expect(
    deriveAlerts(
      { metric: 'cpu', start: START, values },
      limitsOf({ enabled: true, ...LIMITS }),
      ongoing,
    ).map(inMinutes),
  ).toEqual([[-10, 2, 2, 1, 92]]);
  expect(ongoing.peak).toBe(91);
});

describe('a rule for which low values are bad', () => {
  const battery = (values: number[]) =>
    deriveAlerts(
      { metric: 'battery', start: START, values: Float32Array.from(values) },
      limitsOf({ enabled: true, below: 15, clearAbove: 20, forMinutes: 3 }),
    ).map(inMinutes);

  it('a rule for which low values are bad begins at or below its threshold, keeps the lowest value, and ends above the higher one', () => {
    expect(battery([14, 15, 15.1, 15])).toEqual([]);
    expect(battery([15, 12, 14, 20, 20.1])).toEqual([[0, 4, 4, 3, 12]]);
    expect(battery([80, 15, 12, 14])).toEqual([[1, null, null, 3, 12]]);
  });
});

describe('a metric that is no percentage', () => {
  it('a metric that is not a percentage is judged with its stored decimals', () => {
    const load = (above: number) =>
      deriveAlerts(
        { metric: 'load1', start: START, values: Float32Array.from([2.25, 2.25]) },
        limitsOf({ enabled: true, above, clearBelow: 1, forMinutes: 2 }),
      );
    expect(load(2.25)).toHaveLength(1);
    expect(load(2.26)).toHaveLength(0);
  });
});

it('is the mirror image of a rule on the other side, for any values', () => {
  const percent = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(percent, fc.constant(NaN)), { maxLength: 40 }),
      percent,
      fc.nat({ max: 20 }),
      fc.integer({ min: 1, max: 10 }),
      (values, above, distance, forMinutes) => {
        const clearBelow = Math.max(0, above - distance);
        const high = deriveAlerts(
          { metric: 'battery', start: START, values: Float32Array.from(values) },
          limitsOf({ enabled: true, above, clearBelow, forMinutes }),
        );
        const low = deriveAlerts(
          { metric: 'battery', start: START, values: Float32Array.from(values, (v) => 100 - v) },
          limitsOf({ enabled: true, below: 100 - above, clearAbove: 100 - clearBelow, forMinutes }),
        );
        expect(low).toEqual(high.map((alert) => ({ ...alert, peak: 100 - alert.peak })));
      },
    ),
  );
});
