import { describe, expect, it } from 'vitest';
import { alertSettingsSchema, type AlertOverride } from '../../../../../contract/alerts.ts';
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
    expect(parseThreshold(thresholdDraft(defaults.cpu), true).data).toEqual(defaults.cpu);
  });

  it('is refused where a field is empty', () => {
    const draft = { ...thresholdDraft(defaults.cpu), above: '' };
    expect(parseThreshold(draft, true).error?.issues[0]?.path).toEqual(['above']);
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
    expect(draft.choices).toEqual({ offline: 'off', cpu: 'own', memory: 'inherit', disk: 'off' });
    expect(draft.thresholds.memory).toEqual(thresholdDraft(defaults.memory));
    expect(parseOverride(draft, defaults).data).toEqual(override);
  });

  it('names the field that is refused, and needs a scope', () => {
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

  it('that is off does not ask for numbers', () => {
    const draft = overrideDraft(override, null, defaults);
    draft.thresholds.disk.above = 'x';
    expect(parseOverride(draft, defaults).data?.disk).toEqual({ ...defaults.disk, enabled: false });
  });

  it('changes nothing while all is inherited', () => {
    expect(changesNothing(overrideDraft(null, scope, defaults))).toBe(true);
    expect(changesNothing(overrideDraft(override, null, defaults))).toBe(false);
  });
});
