import { describe, expect, it } from 'vitest';
import { trialText, triedBy, type TryFlags } from '../../../../cli/commands/alerts-try.ts';
import { alertSettingsSchema } from '../../../../contract/alerts.ts';
import type { MetricId } from '../../../../contract/metrics.ts';
import { makeHost } from '../../renderer/make.ts';

const hosts = [makeHost({ hostname: 'db' })];
const scope = { kind: 'label', label: 'ci' } as const;
const settings = alertSettingsSchema.parse({
  overrides: [{ scope, cpu: { enabled: false, above: 97, clearBelow: 90, forMinutes: 30 } }],
});
const tried = (flags: TryFlags, metric: MetricId = 'cpu') =>
  triedBy(metric, flags, settings, hosts);

describe('the rule that flags describe', () => {
  it('is the default one with the given values; the clearing value keeps its distance', () => {
    expect(tried({})).toMatchObject({ rule: { above: 90, clearBelow: 80, forMinutes: 15 } });
    expect(tried({ threshold: 70, minutes: 3 })).toEqual({
      metric: 'cpu',
      rule: { enabled: true, above: 70, clearBelow: 60, forMinutes: 3 },
    });
    expect(tried({ threshold: 5 }).rule).toMatchObject({ above: 5, clearBelow: 0 });
    expect(tried({ threshold: 30 }, 'battery').rule).toMatchObject({ below: 30 });
  });

  it('is that of a label or a host, based on its current rule', () => {
    expect(tried({ label: 'ci', minutes: 5 })).toEqual({
      metric: 'cpu',
      rule: { enabled: true, above: 97, clearBelow: 90, forMinutes: 5 },
      scope,
    });
    expect(tried({ host: 'db' })).toMatchObject({
      rule: { above: 90 },
      scope: { kind: 'host', sourceId: 'default', hostname: 'db' },
    });
    expect(() => tried({ host: 'nobody' })).toThrow('No host "nobody" is known.');
  });

  it('is refused if it is invalid', () => {
    expect(() => tried({ threshold: 101 })).toThrow('That is no rule on cpu.');
    expect(() => tried({ threshold: 70, clears: 71 })).toThrow('That is no rule on cpu.');
  });
});

it('the output names the rule, how often it would have fired, and where', () => {
  const fired = [{ sourceId: 'default', hostname: 'db', times: 1 }];
  expect(trialText(tried({}), { hosts: 20, times: 1, fired })).toBe(
    'cpu at or above 90\u202f% for 15 min, clears below 80\u202f%:\n' +
      'would have fired once in the last 7 days, on 1 of 20 hosts.\nHOST  TIMES\ndb        1\n',
  );
  expect(trialText(tried({}), { hosts: 20, times: 0, fired: [] })).toContain('0 times');
});
