import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../../contract/settings.ts';
import { patchOf, settingsOf } from '../../../../../renderer/features/settings/simple-settings.ts';

describe('settingsOf', () => {
  it('returns each setting of a section with its value, in descriptor order', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      retention: { ...DEFAULT_SETTINGS.retention, minuteDays: 7 },
    };
    const found = settingsOf(settings, 'retention').map(({ name, value }) => [name, value]);
    expect(found).toEqual([
      ['minuteDays', 7],
      ['rollupMonths', 13],
      ['functionDays', 365],
      ['forgetDays', 90],
    ]);
  });
});

describe('patchOf', () => {
  it('changes one setting of the stored section', () => {
    const stored = {
      ...DEFAULT_SETTINGS,
      retention: { minuteDays: 7, rollupMonths: 2, forgetDays: 90, functionDays: 365 },
    };
    expect(patchOf('retention', 'rollupMonths', 3)(stored)).toEqual({
      retention: { minuteDays: 7, rollupMonths: 3, forgetDays: 90, functionDays: 365 },
    });
  });
});
