import type {
  SETTING_SECTIONS,
  SettingSection,
  SettingUnit,
} from '../contract/setting-descriptors.ts';

type Sections = typeof SETTING_SECTIONS;

/** The values of a choice that need a word: all that have no name of their own. */
type WordedValues<D> = D extends { values: readonly (infer V extends string)[]; names: infer N }
  ? Exclude<V, keyof N>
  : never;

/** The texts of one setting. */
export type SettingText<D> = { label: string; help?: string } & ([WordedValues<D>] extends [never]
  ? object
  : { values: Record<WordedValues<D>, string> });

interface SectionText {
  title: string;
  text?: string;
}

/** The texts of every setting with a descriptor: one that lacks its texts does not compile. */
export type SettingSectionTexts = {
  [S in SettingSection]: SectionText & {
    [K in keyof Sections[S]]: SettingText<Sections[S][K]>;
  };
};

/** All texts of the settings page. */
export interface SettingsTexts {
  settings: SettingSectionTexts & {
    /** `{min}` and `{max}` are the bounds. */
    outOfRange: string;
    unit: Record<SettingUnit, string>;
    sources: SectionText;
    collector: { enabled: { label: string; help: string }; hostname: string };
  };
}
