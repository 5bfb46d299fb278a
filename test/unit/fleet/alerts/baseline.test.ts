import { describe, expect, it } from 'vitest';
import { USUAL_METRICS } from '../../../../contract/metrics.ts';
import { baselineOf, distanceOf, widened } from '../../../../fleet/alerts/baseline.ts';
import { randomFrom } from '../../../support/made-up-history.ts';
import { ANOMALY_KINDS, madeUpWeeks } from '../../../support/made-up-weeks.ts';
import { tryUnusual } from '../../../support/unusual-trial.ts';

const day = (valueOf: (quarter: number) => number) =>
  Float32Array.from({ length: 96 }, (_, quarter) => valueOf(quarter));
const flat = (value: number) => day(() => value);

describe('what is usual at an hour of the week', () => {
  it('lies around the median of the weeks before, whatever one of them was like', () => {
    const { low, high } = baselineOf('cpu', [flat(20), flat(21), flat(19), flat(95)]);
    expect(low[3]).toBeLessThan(19);
    expect(high[3]).toBeGreaterThan(21);
    expect(high[3]).toBeLessThan(40);
  });

  it('is a range even if all weeks were the same', () => {
    const weeks = [flat(0), flat(0), flat(0), flat(0)];
    const { low, high } = baselineOf('cpu', weeks);
    expect(high[0]).toBeCloseTo(1.5 * 4.5);
    expect(distanceOf(5, { low: low[0] ?? NaN, high: high[0] ?? NaN })).toBeLessThan(1);
    const traffic = baselineOf('netRx', weeks);
    expect(traffic.high[0]).toBeGreaterThan(50_000);
  });

  it('is separate for each hour', () => {
    const nightly = day((quarter) => (quarter >= 8 && quarter < 12 ? 80 : 5));
    const { low, high } = baselineOf('cpu', [nightly, nightly, nightly, nightly]);
    expect(low[2]).toBeGreaterThan(40);
    expect(high[3]).toBeLessThan(15);
  });

  it('is unknown for an hour with under three weeks, or weeks with single quarter hours', () => {
    expect(baselineOf('cpu', [flat(20), flat(20), flat(NaN), flat(NaN)]).low[0]).toBeNaN();
    const sparse = day((quarter) => (quarter % 4 === 0 ? 20 : NaN));
    expect(baselineOf('cpu', [flat(20), flat(20), sparse, sparse]).low[0]).toBeNaN();
    const gap = day((quarter) => (quarter < 40 ? NaN : 20));
    const { low } = baselineOf('cpu', [flat(20), flat(20), gap, gap]);
    expect(low[9]).toBeNaN();
    expect(low[10]).toBeGreaterThan(0);
    expect(baselineOf('cpu', []).low.every(Number.isNaN)).toBe(true);
  });

  it('includes what is usual by either clock, and is unknown if one of them is', () => {
    const a = baselineOf('cpu', [flat(20), flat(20), flat(20)]);
    const b = baselineOf('cpu', [flat(60), flat(60), flat(60)]);
    const both = widened(a, b);
    expect([both.low[5], both.high[5]]).toEqual([a.low[5], b.high[5]]);
    expect(widened(a, baselineOf('cpu', [])).low[5]).toBeNaN();
  });
});

describe('made-up weeks', () => {
  const random = randomFrom(14);
  const HOSTS = 30;
  const quiet = USUAL_METRICS.flatMap((metric) =>
    Array.from({ length: HOSTS }, () => tryUnusual(metric, madeUpWeeks(metric, null, random))),
  );
  const disturbed = USUAL_METRICS.flatMap((metric) =>
    ANOMALY_KINDS.flatMap((kind) =>
      Array.from({ length: HOSTS / 2 }, () =>
        tryUnusual(metric, madeUpWeeks(metric, kind, random)),
      ),
    ),
  );
  const alarmsOf = (results: readonly { falseAlarms: number }[]) =>
    results.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0);

  it('without events raise an alert on at most one metric in fifty', () => {
    expect(alarmsOf(quiet) / quiet.length).toBeLessThanOrEqual(0.02);
  });

  it('with events are recognised: precision 95 %, recall 80 %', () => {
    const found = disturbed.filter((result) => result.found === true).length;
    expect(found / (found + alarmsOf(disturbed) + alarmsOf(quiet))).toBeGreaterThanOrEqual(0.95);
    expect(found / disturbed.length).toBeGreaterThanOrEqual(0.8);
  });
});
