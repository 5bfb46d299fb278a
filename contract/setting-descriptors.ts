import { z } from 'zod';
import { LANGUAGES, LOCALES } from './locale.ts';
import { TRAFFIC_COUNTS } from './traffic.ts';

/** Units of numeric settings; the page has a text for each. */
export type SettingUnit =
  | 'seconds'
  | 'minutes'
  | 'days'
  | 'months'
  | 'cents'
  | 'dayOfMonth'
  | 'gigabytes';

/** A bounded integer, typed into a field. */
export interface NumberDescriptor {
  readonly control: 'number';
  readonly unit: SettingUnit;
  readonly min: number;
  readonly max: number;
}

/** One of a few values. `names` are texts identical in every language. */
export interface ChoiceDescriptor<T extends string = string> {
  readonly control: 'choice';
  readonly values: readonly T[];
  readonly names: Readonly<Record<string, string>>;
}

/** On or off. */
export interface ToggleDescriptor {
  readonly control: 'toggle';
}

/** How the settings page shows a setting. */
export type SettingDescriptor = NumberDescriptor | ChoiceDescriptor | ToggleDescriptor;

function numberSetting({
  initial,
  ...bounds
}: Omit<NumberDescriptor, 'control'> & { initial: number }) {
  const { min, max } = bounds;
  return {
    control: 'number',
    ...bounds,
    schema: z.int().min(min).max(max).default(initial),
  } as const;
}

function choiceSetting<const T extends string, const N extends Readonly<Record<string, string>>>(
  values: readonly [T, ...T[]],
  names: N,
) {
  const [initial] = values;
  // zod's type of a default excludes values impossible for its inner type, which it cannot infer for a generic one.
  const schema: z.ZodDefault<z.ZodEnum<{ [K in T]: K }>> = z.enum(values).default(initial as never);
  return { control: 'choice', values, names, schema } as const;
}

function toggleSetting(initial: boolean) {
  return { control: 'toggle', schema: z.boolean().default(initial) } as const;
}

/**
 * Every simple setting by section: its schema with bounds and default, and how the page shows it. A new one is an entry
 * here and its texts in `locales/<id>/settings.ts`. The first of a choice's values is its default.
 */
export const SETTING_SECTIONS = {
  collector: {
    /** Whether the collector creates tables that do not exist. */
    createTables: toggleSetting(false),
    /** Minutes between writes of this machine's registry row; with 3 it stays online for viewers, which wait 6. */
    registryEveryMinutes: numberSetting({ unit: 'minutes', min: 1, max: 3, initial: 1 }),
  },
  sync: {
    /** Seconds between two reads of the tables. */
    intervalSeconds: numberSetting({ unit: 'seconds', min: 30, max: 3600, initial: 120 }),
    /** Daily budget of automatic scans (legacy tables without index, unregistered hosts), US cents; 0: none. */
    legacyBudgetCents: numberSetting({ unit: 'cents', min: 0, max: 10_000, initial: 1 }),
  },
  retention: {
    /** Retention of minutes, days. */
    minuteDays: numberSetting({ unit: 'days', min: 1, max: 3650, initial: 90 }),
    /** Retention of quarter hours, months. */
    rollupMonths: numberSetting({ unit: 'months', min: 1, max: 120, initial: 13 }),
    /** Retention of single runs of the py-perf library, days. */
    functionDays: numberSetting({ unit: 'days', min: 1, max: 3650, initial: 365 }),
    /** Days of silence after which a host is deleted that no table lists any more. */
    forgetDays: numberSetting({ unit: 'days', min: 1, max: 3650, initial: 90 }),
  },
  traffic: {
    /** First day of an accounting month. */
    resetDay: numberSetting({ unit: 'dayOfMonth', min: 1, max: 31, initial: 1 }),
    /** Monthly traffic quota of a host, decimal gigabytes; 0: unlimited. */
    quotaGb: numberSetting({ unit: 'gigabytes', min: 0, max: 10_000_000, initial: 0 }),
    /** Traffic that counts towards it. */
    counts: choiceSetting(TRAFFIC_COUNTS, {}),
  },
  display: {
    theme: choiceSetting(['system', 'light', 'dark'], {}),
    locale: choiceSetting(['auto', ...LOCALES], LANGUAGES),
    timeZone: choiceSetting(['local', 'utc'], {}),
    hourCycle: choiceSetting(['auto', 'h23', 'h12'], {}),
  },
  updates: {
    /** Whether the app checks for a newer version once a day. */
    check: toggleSetting(true),
  },
} as const;

/** Name of a section of simple settings. */
export type SettingSection = keyof typeof SETTING_SECTIONS;

type Schemas<T> = { [K in keyof T]: T[K] extends { schema: infer S } ? S : never };

/** The schemas of a section's settings, by their names. */
export function schemasOf<S extends SettingSection>(
  section: S,
): Schemas<(typeof SETTING_SECTIONS)[S]> {
  const entries = Object.entries(SETTING_SECTIONS[section]) as [string, { schema: z.ZodType }][];
  return Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])) as Schemas<
    (typeof SETTING_SECTIONS)[S]
  >;
}
