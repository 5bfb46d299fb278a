import { createI18n } from 'vue-i18n';
import type { Locale } from '../../contract/locale.ts';
import { en } from '../../locales/en/page/index.ts';

type Texts = typeof en;

/** English is always there; the texts of the others are read by `loadLocale` when they are wanted. */
export const i18n = createI18n<[Texts], Locale, false>({
  // oxlint-disable-next-line typescript/no-deprecated -- version 11 takes the old API without it; it goes with version 12
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en } as Record<Locale, Texts>,
});

/** Every language has every text: their files are typed after the English ones. */
const TEXTS: Record<Locale, () => Promise<Texts>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('../../locales/de/page/index.ts')).de,
  ja: async () => (await import('../../locales/ja/page/index.ts')).ja,
};

/** Makes the texts of a language ready to be shown. Rejects when their file cannot be read. */
export async function loadLocale(locale: Locale): Promise<void> {
  i18n.global.setLocaleMessage(locale, await TEXTS[locale]());
}
