import { createI18n } from 'vue-i18n';
import { en } from './locales/en/index.ts';

export const LOCALES = ['en', 'de', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

type Texts = typeof en;

/** English is always there; the texts of the others are read by `loadLocale` when they are wanted. */
export const i18n = createI18n<[Texts], Locale, false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en } as Record<Locale, Texts>,
});

/** Every language has every text: their files are typed after the English ones. */
const TEXTS: Record<Locale, () => Promise<Texts>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./locales/de/index.ts')).de,
  ja: async () => (await import('./locales/ja/index.ts')).ja,
};

/** Makes the texts of a language ready to be shown. Rejects when their file cannot be read. */
export async function loadLocale(locale: Locale): Promise<void> {
  i18n.global.setLocaleMessage(locale, await TEXTS[locale]());
}

/** The language to show: the one chosen, else the first of the system's that there is, else English. */
export function chooseLocale(chosen: Locale | 'auto', preferred: readonly string[]): Locale {
  if (chosen !== 'auto') return chosen;
  for (const tag of preferred) {
    const found = LOCALES.find((locale) => tag === locale || tag.startsWith(`${locale}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}
