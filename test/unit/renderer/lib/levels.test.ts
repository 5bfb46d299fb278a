import { describe, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../../contract/alerts.ts';
import {
  alertsByHost,
  createJudge,
  levelOf,
  nextMaintenanceChange,
} from '../../../../renderer/lib/levels.ts';
import { makeAlert, makeHost, NOW } from '../make.ts';

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
    overrides: [
      { scope: { kind: 'label', label: 'laptop' }, offline: { enabled: false } },
      { scope: { kind: 'label', label: 'batch' }, cpu: { ...rule, enabled: false } },
    ],
    maintenance: [
      { id: 'a', scope: { kind: 'label', label: 'batch' }, from: NOW - 60, until: NOW + 60 },
    ],
  });
  const judge = (labels: string[], now = NOW) =>
    createJudge({
      settings,
      labelsOf: () => labels,
      alerts: [makeAlert(), makeAlert({ hostname: 'announced', maintenance: true })],
      now,
    });

  it('judges by the rules of the host', () => {
    const host = makeHost({ newest: { cpu: 95, memory: 86, disk: 50 } });
    const plain = judge([])(host, 'default/web-01');
    expect(plain).toEqual({
      levels: { cpu: 'hot', memory: 'near' },
      alerting: true,
      maintenance: false,
      offlineMatters: true,
    });
    expect(judge(['laptop'])(host, 'default/web-01').offlineMatters).toBe(false);
    expect(judge(['batch'])(host, 'default/web-01')).toMatchObject({
      levels: { memory: 'near' },
      maintenance: true,
    });
    expect(judge(['batch'])(host, 'default/web-01').levels).not.toHaveProperty('cpu');
    expect(judge(['batch'], NOW + 60)(host, 'default/web-01').maintenance).toBe(false);
    expect(judge([])(host, 'default/announced').alerting).toBe(false);
  });

  it('knows when announced maintenance changes next', () => {
    expect(nextMaintenanceChange(settings.maintenance, NOW - 100)).toBe(NOW - 60);
    expect(nextMaintenanceChange(settings.maintenance, NOW)).toBe(NOW + 60);
    expect(nextMaintenanceChange(settings.maintenance, NOW + 60)).toBe(Number.POSITIVE_INFINITY);
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
