import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  METRICS,
  METRIC_IDS,
  OPTIONAL_METRICS,
  REQUIRED_METRICS,
  isDerived,
  isMetricId,
  type MetricId,
} from '../../../contract/metrics.ts';
import { CHART_IDS } from '../../../contract/metric-spec.ts';
import { isPlausible, rounded, valuesOf } from '../../../contract/metric-values.ts';
import { decodeV2Item, encodeV2Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';

const MINUTE = 1_795_469_640;

/** Values that metrics can have; the required ones always. */
const values = fc.record(
  Object.fromEntries(
    METRIC_IDS.map((id) => {
      const [min, max] = METRICS[id].bounds;
      return [id, fc.double({ min, max, noNaN: true })];
    }),
  ) as Record<MetricId, fc.Arbitrary<number>>,
  { requiredKeys: REQUIRED_METRICS },
);

function sampleOf(given: Partial<Record<MetricId, number>>): Sample {
  const fields = Object.entries(given).map(([id, value]) => [METRICS[id as MetricId].field, value]);
  return {
    hostname: 'web-01',
    minute: MINUTE,
    collectedAt: MINUTE + 3.5,
    ...(Object.fromEntries(fields) as Pick<Sample, 'cpuPercent' | 'memoryPercent'>),
  };
}

describe('the catalogue of metrics', () => {
  it.each(['field', 'attribute'] as const)('gives each metric a unique %s', (name) => {
    expect(new Set(METRIC_IDS.map((id) => METRICS[id][name])).size).toBe(METRIC_IDS.length);
  });

  it('the catalogue of metrics has ids that are valid SQL columns and not keys of alert settings', () => {
    for (const id of METRIC_IDS) {
      expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/u);
      expect(['offline', 'back', 'summary', 'overrides', 'scope', 'host']).not.toContain(id);
    }
    const columns = METRIC_IDS.map((id) => METRICS[id].column?.key ?? id);
    expect(new Set(columns).size).toBe(METRIC_IDS.length);
  });

  it('draws each metric on a chart, and every chart draws one', () => {
    expect(new Set(METRIC_IDS.map((id) => METRICS[id].chart))).toEqual(new Set(CHART_IDS));
  });

  it('keeps tenths within what an Int16 holds', () => {
    for (const id of METRIC_IDS) {
      const { encoding, bounds, decimals } = METRICS[id];
      if (encoding === 'float') continue;
      expect(bounds[0]).toBeGreaterThanOrEqual(0);
      expect(bounds[1] * 10).toBeLessThan(2 ** 15);
      expect(decimals).toBe(1);
    }
  });

  it('the catalogue of metrics has default rules within the bounds, which clear on the good side of their threshold', () => {
    for (const id of METRIC_IDS) {
      const { alert } = METRICS[id];
      expect(isPlausible(id, alert.threshold) && isPlausible(id, alert.clearsAt)).toBe(true);
      const distance = alert.threshold - alert.clearsAt;
      expect(alert.direction === 'above' ? distance : -distance).toBeGreaterThan(0);
      expect(alert.forMinutes).toBeGreaterThanOrEqual(1);
    }
    expect(METRIC_IDS.filter((id) => METRICS[id].alert.enabled)).toEqual([
      'cpu',
      'memory',
      'disk',
      // A disk that fails, fails.
      'failingDisks',
      // Nothing is beyond a limit until the user sets one.
      'customBeyond',
    ]);
  });

  it('separates required and optional metrics', () => {
    expect(REQUIRED_METRICS).toEqual(['cpu', 'memory']);
    expect([...REQUIRED_METRICS, ...OPTIONAL_METRICS].toSorted()).toEqual(METRIC_IDS.toSorted());
    expect(isMetricId('cpu')).toBe(true);
    expect(isMetricId('toString')).toBe(false);
  });
});

describe('a sample with any metrics', () => {
  it('a sample with any metrics survives its v2 item, rounded as the catalogue says', () => {
    fc.assert(
      fc.property(values, (given) => {
        const decoded = decodeV2Item(encodeV2Item(sampleOf(given)), MINUTE + 60);
        // What is worked out of others is in no item.
        const expected = Object.entries(given)
          .filter(([id]) => !isDerived(id as MetricId))
          .map(([id, value]) => [id, rounded(id as MetricId, value)]);
        expect('value' in decoded && valuesOf(decoded.value)).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it('loses out-of-bounds values when read; a required one invalidates it', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...METRIC_IDS), fc.boolean(), (given, id, high) => {
        const item = encodeV2Item(sampleOf(given));
        const [least, greatest] = METRICS[id].bounds;
        item[METRICS[id].attribute] = high ? greatest * 2 : least - 1;
        const decoded = decodeV2Item(item, MINUTE + 60);
        if (METRICS[id].required === true) expect(decoded).toHaveProperty('problem');
        else expect('value' in decoded && valuesOf(decoded.value)).not.toHaveProperty(id);
      }),
    );
  });
});
