import { describe, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../contract/alerts.ts';
import { rulesFor } from '../../../contract/alert-rules.ts';
import { METRICS, METRIC_IDS } from '../../../contract/metrics.ts';
import {
  byMetric,
  defaultRule,
  isBeyond,
  limitsOf,
  ruleSchema,
  worse,
} from '../../../contract/threshold-rules.ts';

describe('the rule of each metric', () => {
  it.each(METRIC_IDS)('%s: the default is valid and matches the catalogue', (id) => {
    const rule = defaultRule(id);
    const { enabled, direction, threshold, clearsAt, forMinutes } = METRICS[id].alert;
    expect(ruleSchema(id).parse(rule)).toEqual(rule);
    expect(rule.enabled).toBe(enabled);
    expect(limitsOf(rule)).toEqual({ direction, threshold, clearsAt, forMinutes });
  });

  it.each(METRIC_IDS)('%s: refuses values beyond its bounds', (id) => {
    const [least, greatest] = METRICS[id].bounds;
    const rule = defaultRule(id);
    const field = METRICS[id].alert.direction;
    for (const value of [least - 1, greatest * 2, NaN])
      expect(ruleSchema(id).safeParse({ ...rule, [field]: value }).success).toBe(false);
  });

  it('refuses a rule that clears on the bad side, and one in the other form', () => {
    const high = { enabled: true, above: 90, clearBelow: 91, forMinutes: 5 };
    const low = { enabled: true, below: 15, clearAbove: 14, forMinutes: 5 };
    expect(ruleSchema('cpu').safeParse(high).error?.issues[0]?.path).toEqual(['clearBelow']);
    expect(ruleSchema('battery').safeParse(low).error?.issues[0]?.path).toEqual(['clearAbove']);
    expect(ruleSchema('battery').safeParse({ ...high, clearBelow: 80 }).success).toBe(false);
  });

  it('knows which side is bad', () => {
    expect([isBeyond('above', 90, 90), isBeyond('above', 89, 90)]).toEqual([true, false]);
    expect([isBeyond('below', 15, 15), isBeyond('below', 16, 15)]).toEqual([true, false]);
    expect([worse('above', 1, 2), worse('below', 1, 2)]).toEqual([2, 1]);
  });
});

describe('stored alert settings', () => {
  it('stored alert settings of a version that knew three metrics keep their rules; the others are the catalogue’s', () => {
    const cpu = { enabled: false, above: 70, clearBelow: 60, forMinutes: 30 };
    const disk = { enabled: true, above: 99, clearBelow: 98, forMinutes: 1 };
    const scope = { kind: 'label', label: 'db' } as const;
    const settings = alertSettingsSchema.parse({ cpu, overrides: [{ scope, disk }] });
    expect(settings).toMatchObject({
      ...byMetric(defaultRule),
      cpu,
      offline: { enabled: true },
      overrides: [{ scope, disk }],
    });
    const rules = rulesFor({ sourceId: 'default', hostname: 'db-01' }, ['db'], settings);
    expect(rules).toMatchObject({
      ...byMetric(defaultRule),
      cpu,
      disk,
      offline: { enabled: true },
    });
  });

  it('stored alert settings keep a rule on a metric that this version does not know, and all others with it', () => {
    const gpu = { enabled: true, above: 95, clearBelow: 90, forMinutes: 15 };
    const stored = {
      gpu,
      overrides: [{ scope: { kind: 'label', label: 'db' }, gpu, offline: { enabled: false } }],
    };
    const settings = alertSettingsSchema.parse(stored);
    expect(settings).toMatchObject(stored);
    expect(settings.cpu).toEqual(defaultRule('cpu'));
  });

  it('refuse a value that is not a rule', () => {
    expect(alertSettingsSchema.safeParse({ quietHour: true }).success).toBe(false);
    expect(alertSettingsSchema.safeParse({ cpu: { enabled: true } }).success).toBe(false);
  });
});
