import { createI18n } from 'vue-i18n';
import { de } from './locales/de/index.ts';
import { en } from './locales/en/index.ts';
import { ja } from './locales/ja/index.ts';

export const LOCALES = ['en', 'de', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

/** Every language has every text: their files are typed after the English ones. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en, de, ja },
});

/** The language to show: the one chosen, else the first of the system's that there is, else English. */
export function chooseLocale(chosen: Locale | 'auto', preferred: readonly string[]): Locale {
  if (chosen !== 'auto') return chosen;
  for (const tag of preferred) {
    const found = LOCALES.find((locale) => tag === locale || tag.startsWith(`${locale}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}
