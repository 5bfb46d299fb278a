import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../../contract/settings.ts';
import { CHART_GROUPS, type ChartGroup } from '../../../../../renderer/charts/chart-groups.ts';
import { chartedMetrics, loadReference } from '../../../../../renderer/features/host/load-chart.ts';

const { alerts: RULES } = DEFAULT_SETTINGS;
function groupOf(id: string): ChartGroup {
  const found = CHART_GROUPS.find((group) => group.id === id);
  if (found === undefined) throw new Error(`no chart ${id}`);
  return found;
}
const load = (...values: number[]) => ({ mean: Float32Array.from(values) });

describe('chartedMetrics', () => {
  it('is one line of the load, and a smoothed one if a rule uses it', () => {
    expect(chartedMetrics(groupOf('load'), RULES)).toEqual(['load1']);
    const rules = { ...RULES, load15: { ...RULES.load15, enabled: true } };
    expect(chartedMetrics(groupOf('load'), rules)).toEqual(['load1', 'load15']);
  });

  it('is everything in other charts', () => {
    expect(chartedMetrics(groupOf('memory'), RULES)).toEqual(groupOf('memory').metrics);
  });
});

describe('loadReference', () => {
  it('ends the axis above the cores and above the load', () => {
    expect(loadReference(load(3, NaN, 2), 8)).toEqual({ cores: 8, highest: 8.4 });
    expect(loadReference(load(20), 8)).toEqual({ cores: 8, highest: 21 });
    expect(loadReference({ ...load(3), max: Float32Array.of(20) }, 8)?.highest).toBe(21);
  });

  it('draws no cores that would flatten the line, or are unknown', () => {
    expect(loadReference(load(1.5), 8)).toBeNull();
    expect(loadReference(load(3), undefined)).toBeNull();
    expect(loadReference(undefined, 8)).toBeNull();
  });
});
