import {
  SETTING_SECTIONS,
  type SettingDescriptor,
  type SettingSection,
} from '../../../contract/setting-descriptors.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';

/** Value of a simple setting. */
export type SettingValue = boolean | number | string;

/** A simple setting with its value. */
export interface SimpleSetting {
  readonly name: string;
  readonly descriptor: SettingDescriptor;
  readonly value: SettingValue;
}

/** The simple settings of a section, in descriptor order. */
export function settingsOf(settings: Settings, section: SettingSection): SimpleSetting[] {
  const values: Readonly<Record<string, unknown>> = settings[section];
  const descriptors: Readonly<Record<string, SettingDescriptor>> = SETTING_SECTIONS[section];
  return Object.entries(descriptors).map(([name, descriptor]) => ({
    name,
    descriptor,
    value: values[name] as SettingValue,
  }));
}

/** The change of one setting; the rest of its section is unchanged. */
export function patchOf(
  section: SettingSection,
  name: string,
  value: SettingValue,
): (stored: Settings) => SettingsPatch {
  return (stored) => ({ [section]: { ...stored[section], [name]: value } });
}
