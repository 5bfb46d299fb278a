import { describe, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../../contract/alerts.ts';
import { alertsByHost, createJudge, levelOf } from '../../../../renderer/lib/levels.ts';
import { makeAlert, makeHost } from '../make.ts';

const rule = { enabled: true, above: 90, clearBelow: 80, forMinutes: 15 };

describe('levelOf', () => {
  it('levelOf is hot at the threshold, near within five points of it', () => {
    expect(levelOf('cpu', 90, rule)).toBe('hot');
    expect(levelOf('cpu', 89.9, rule)).toBe('near');
    expect(levelOf('cpu', 85, rule)).toBe('near');
    expect(levelOf('cpu', 84.9, rule)).toBe('normal');
  });

  it('levelOf is normal if the value is unknown or the rule is off', () => {
    expect(levelOf('cpu', null, rule)).toBe('normal');
    expect(levelOf('cpu', undefined, rule)).toBe('normal');
    expect(levelOf('cpu', 100, { ...rule, enabled: false })).toBe('normal');
  });
});

describe('levelOf a metric', () => {
  it('levelOf a metric for which low values are bad is hot at or below the threshold', () => {
    const low = { enabled: true, below: 15, clearAbove: 20, forMinutes: 5 };
    expect([10, 15, 20, 20.1].map((value) => levelOf('battery', value, low))).toEqual([
      'hot',
      'hot',
      'near',
      'normal',
    ]);
  });

  it('levelOf a metric that is not a percentage is near within five hundredths of its threshold', () => {
    const load = { enabled: true, above: 20, clearBelow: 10, forMinutes: 5 };
    expect([20, 19, 18.9].map((value) => levelOf('load1', value, load))).toEqual([
      'hot',
      'near',
      'normal',
    ]);
  });
});

describe('createJudge', () => {
  const settings = alertSettingsSchema.parse({
    overrides: [{ scope: { kind: 'label', label: 'batch' }, cpu: { ...rule, enabled: false } }],
  });
  const judge = (labels: string[]) => createJudge({ settings, labelsOf: () => labels });

  it('judges by the rules of the host', () => {
    const host = makeHost({ newest: { cpu: 95, memory: 86, disk: 50 } });
    expect(judge([])(host, 'default/web-01')).toEqual({ levels: { cpu: 'hot', memory: 'near' } });
    expect(judge(['batch'])(host, 'default/web-01')).toEqual({ levels: { memory: 'near' } });
  });
});

describe('alertsByHost', () => {
  it('lists the alerts of a host in a fixed order', () => {
    const found = alertsByHost([
      makeAlert({ kind: 'disk' }),
      makeAlert({ hostname: 'db-01' }),
      makeAlert(),
    ]);
    expect(found.get('default/web-01')?.map(({ kind }) => kind)).toEqual(['cpu', 'disk']);
    expect(found.size).toBe(2);
  });
});
