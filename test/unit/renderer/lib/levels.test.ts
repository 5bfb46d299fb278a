import { describe, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../../contract/alerts.ts';
import { alertsByHost, createJudge, levelOf } from '../../../../renderer/lib/levels.ts';
import { makeAlert, makeHost } from '../make.ts';

const rule = { enabled: true, above: 90, clearBelow: 80, forMinutes: 15 };

describe('levelOf', () => {
  it('is hot at the threshold, near within five points of it', () => {
    expect(levelOf(90, rule)).toBe('hot');
    expect(levelOf(89.9, rule)).toBe('near');
    expect(levelOf(85, rule)).toBe('near');
    expect(levelOf(84.9, rule)).toBe('normal');
  });

  it('is normal where nothing is known or the rule is off', () => {
    expect(levelOf(null, rule)).toBe('normal');
    expect(levelOf(undefined, rule)).toBe('normal');
    expect(levelOf(100, { ...rule, enabled: false })).toBe('normal');
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
  it('gathers the alerts of a host in a fixed order', () => {
    const found = alertsByHost([
      makeAlert({ kind: 'disk' }),
      makeAlert({ hostname: 'db-01' }),
      makeAlert(),
    ]);
    expect(found.get('default/web-01')?.map(({ kind }) => kind)).toEqual(['cpu', 'disk']);
    expect(found.size).toBe(2);
  });
});
