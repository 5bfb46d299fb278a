import { describe, expect, it } from 'vitest';
import { alertSettingsSchema, type AlertOverride } from '../../../../../contract/alerts.ts';
import { METRIC_IDS } from '../../../../../contract/metrics.ts';
import { byMetric } from '../../../../../contract/threshold-rules.ts';
import {
  changesNothing,
  overrideDraft,
  parseOverride,
  parseThreshold,
  thresholdDraft,
} from '../../../../../renderer/features/alerts/rule-draft.ts';

const defaults = alertSettingsSchema.parse({});
const scope = { kind: 'label', label: 'db' } as const;

describe('a threshold', () => {
  it('survives a form', () => {
    expect(parseThreshold('cpu', thresholdDraft('cpu', defaults.cpu), true).data).toEqual(
      defaults.cpu,
    );
  });

  it('a threshold is refused if a field is empty', () => {
    const draft = { ...thresholdDraft('cpu', defaults.cpu), above: '' };
    expect(parseThreshold('cpu', draft, true).error?.issues[0]?.path).toEqual(['above']);
  });
});

describe('the default rule of each metric', () => {
  it.each(METRIC_IDS)('survives the form: %s', (id) => {
    const draft = thresholdDraft(id, defaults[id]);
    expect(parseThreshold(id, draft, defaults[id].enabled).data).toEqual(defaults[id]);
  });

  it('shows rates in MB/s', () => {
    const half = { ...defaults.cpu, above: 92.5 };
    expect(thresholdDraft('cpu', half, 'de').above).toBe('92,5');
    expect(parseThreshold('cpu', thresholdDraft('cpu', half, 'de'), true).data).toEqual(half);
    expect(thresholdDraft('netRx', defaults.netRx).above).toBe('100');
  });
});

describe('an override', () => {
  const override: AlertOverride = {
    scope,
    offline: { enabled: false },
    cpu: { enabled: true, above: 60, clearBelow: 50, forMinutes: 5 },
    disk: { enabled: false, above: 97, clearBelow: 95, forMinutes: 1 },
  };

  it('survives a form', () => {
    const draft = overrideDraft(override, null, defaults);
    expect(draft.choices).toEqual({
      ...byMetric(() => 'inherit'),
      offline: 'off',
      rebooted: 'inherit',
      filling: 'inherit',
      slower: 'inherit',
      unusual: 'inherit',
      cpu: 'own',
      disk: 'off',
    });
    expect(draft.thresholds.memory).toEqual(thresholdDraft('memory', defaults.memory));
    expect(parseOverride(draft, defaults).data).toEqual(override);
  });

  it('has the percentage of functions that take longer, in its bounds', () => {
    const draft = overrideDraft({ scope, slower: { enabled: true, percent: 40 } }, null, defaults);
    expect(draft).toMatchObject({ choices: { slower: 'own' }, slowerPercent: '40' });
    expect(parseOverride(draft, defaults).data?.slower).toEqual({ enabled: true, percent: 40 });
    const refused = parseOverride({ ...draft, slowerPercent: '2' }, defaults);
    expect(refused.error?.issues.map(({ path }) => path.join('.'))).toEqual(['slower.percent']);
  });

  it('names the invalid field, and needs a scope', () => {
    const draft = overrideDraft(override, null, defaults);
    const refused = parseOverride(
      {
        ...draft,
        scope: null,
        thresholds: { ...draft.thresholds, cpu: { ...draft.thresholds.cpu, above: '0' } },
      },
      defaults,
    );
    const paths = refused.error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['scope', 'cpu.above']));
  });

  it('an override that is off needs no numbers', () => {
    const draft = overrideDraft(override, null, defaults);
    draft.thresholds.disk.above = 'x';
    expect(parseOverride(draft, defaults).data?.disk).toEqual({ ...defaults.disk, enabled: false });
  });

  it('changes nothing while all is inherited', () => {
    expect(changesNothing(overrideDraft(null, scope, defaults))).toBe(true);
    expect(changesNothing(overrideDraft(override, null, defaults))).toBe(false);
  });
});
