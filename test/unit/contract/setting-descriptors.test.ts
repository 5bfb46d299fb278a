import { describe, expect, it } from 'vitest';
import {
  SETTING_SECTIONS,
  type SettingDescriptor,
  type SettingSection,
} from '../../../contract/setting-descriptors.ts';
import { DEFAULT_SETTINGS, settingsPatchSchema } from '../../../contract/settings.ts';

const SECTIONS = Object.keys(SETTING_SECTIONS) as SettingSection[];

/** Whether the settings accept a value for one setting. */
function accepts(section: SettingSection, name: string, value: unknown): boolean {
  const patch = { [section]: { ...DEFAULT_SETTINGS[section], [name]: value } };
  return settingsPatchSchema.safeParse(patch).success;
}

describe.each(SECTIONS)('the settings of %s', (section) => {
  const settings = Object.entries<SettingDescriptor>({ ...SETTING_SECTIONS[section] });

  it('accept exactly what their descriptors offer', () => {
    for (const [name, descriptor] of settings) {
      const at = `${section}.${name}`;
      if (descriptor.control === 'number') {
        const { min, max } = descriptor;
        for (const value of [min, max]) expect(accepts(section, name, value), at).toBe(true);
        for (const value of [min - 1, max + 1, min + 0.5, String(min)])
          expect(accepts(section, name, value), at).toBe(false);
      } else if (descriptor.control === 'choice') {
        for (const value of descriptor.values) expect(accepts(section, name, value), at).toBe(true);
        expect(accepts(section, name, 'other'), at).toBe(false);
      } else {
        for (const value of [true, false]) expect(accepts(section, name, value), at).toBe(true);
        expect(accepts(section, name, 1), at).toBe(false);
      }
    }
  });
});

it('defaults are unchanged', () => {
  const { collector, sync, retention, traffic, display, updates } = DEFAULT_SETTINGS;
  expect({ collector, sync, retention, traffic, display, updates }).toEqual({
    collector: {
      enabled: false,
      sourceId: 'default',
      createTables: false,
      registryEveryMinutes: 1,
    },
    sync: { intervalSeconds: 120, legacyBudgetCents: 1 },
    retention: { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
    traffic: { resetDay: 1, quotaGb: 0, counts: 'both' },
    display: { theme: 'system', timeZone: 'local', hourCycle: 'auto', locale: 'auto' },
    updates: { check: true },
  });
});
