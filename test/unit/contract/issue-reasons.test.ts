import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  alertSettingsSchema,
  maintenanceSchema,
  quietPeriodSchema,
} from '../../../contract/alerts.ts';
import { ruleSchema } from '../../../contract/threshold-rules.ts';
import { sourceConfigSchema } from '../../../contract/settings.ts';
import { reasonOf } from '../../../contract/issue-reasons.ts';

const thresholdSchema = ruleSchema('cpu');
const rule = { enabled: true, above: 90, clearBelow: 80, forMinutes: 15 };
const scope = { kind: 'label', label: 'a' };
const source = { id: 'a', name: 'A' };

/** The reasons by the path of their field. */
function reasons(schema: z.ZodType, value: unknown): Record<string, unknown> {
  const { error } = schema.safeParse(value);
  const issues = error?.issues ?? [];
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.'), reasonOf(issue)]));
}

describe('reasonOf', () => {
  it('knows why a number is refused', () => {
    expect(reasons(thresholdSchema, { ...rule, above: 101, forMinutes: 0 })).toEqual({
      above: { key: 'most', values: { n: 100 } },
      forMinutes: { key: 'least', values: { n: 1 } },
    });
    expect(reasons(thresholdSchema, { ...rule, above: Number.NaN, forMinutes: 1.5 })).toEqual({
      above: { key: 'number' },
      forMinutes: { key: 'whole' },
    });
    expect(reasons(thresholdSchema, { ...rule, clearBelow: 91 })).toEqual({
      clearBelow: { key: 'clearBelow' },
    });
    const low = { enabled: true, below: 15, clearAbove: 14, forMinutes: 5 };
    expect(reasons(ruleSchema('battery'), low)).toEqual({ clearAbove: { key: 'clearAbove' } });
  });

  it('knows why a text or a list is refused', () => {
    expect(reasons(sourceConfigSchema, { ...source, name: ' ' })).toEqual({
      name: { key: 'empty' },
    });
    expect(reasons(sourceConfigSchema, { ...source, name: 'x'.repeat(81) })).toEqual({
      name: { key: 'mostLetters', values: { n: 80 } },
    });
    const maintenance = Array.from({ length: 201 }, (_, i) => ({
      id: String(i),
      scope,
      from: 0,
      until: 1,
    }));
    expect(reasons(alertSettingsSchema, { maintenance })).toEqual({
      maintenance: { key: 'mostItems', values: { n: 200 } },
    });
  });

  it.each([
    [quietPeriodSchema, { days: [], from: '22:00', to: '07:00' }, 'days', 'oneDay'],
    [quietPeriodSchema, { days: [1], from: '25:00', to: '07:00' }, 'from', 'timeOfDay'],
    [maintenanceSchema, { id: 'a', scope, from: 2, until: 2 }, 'until', 'afterStart'],
    [
      alertSettingsSchema,
      { quietHours: { timeZone: 'Mars/Olympus' } },
      'quietHours.timeZone',
      'timeZone',
    ],
    [sourceConfigSchema, { ...source, endpoint: 'ftp://x' }, 'endpoint', 'address'],
    [sourceConfigSchema, { ...source, endpoint: 'http://a:b@x' }, 'endpoint', 'noPassword'],
    [sourceConfigSchema, { ...source, region: 'EU!' }, 'region', 'region'],
    [sourceConfigSchema, { ...source, tables: { system: '!' } }, 'tables.system', 'tableName'],
    [quietPeriodSchema, { days: [1, 1], from: '22:00', to: '07:00' }, 'days', 'daysDiffer'],
    [sourceConfigSchema, { ...source, mode: 'maybe' }, 'mode', 'invalid'],
  ])('knows the words of the contract (%#)', (schema, value, path, key) => {
    expect(reasons(schema, value)[path]).toEqual({ key });
  });
});
