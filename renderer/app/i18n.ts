import { createI18n } from 'vue-i18n';
import type { Locale } from '../../contract/locale.ts';
import { page as english, type PageTexts } from '../../locales/en/page/index.ts';

/** English is always loaded; `loadLocale` adds other languages when they are chosen. */
export const i18n = createI18n<[PageTexts], Locale, false>({
  // oxlint-disable-next-line typescript/no-deprecated -- version 11 takes the old API without it; it goes with version 12
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: english } as Record<Locale, PageTexts>,
});

/** The other languages, each in its own file; each folder of `locales/` is one. */
const OTHERS = import.meta.glob<PageTexts>(
  ['../../locales/*/page/index.ts', '!../../locales/en/**'],
  { import: 'page' },
);

/** Loads the texts of a language. Rejects if its file cannot be read. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (locale === 'en') return;
  const load = OTHERS[`../../locales/${locale}/page/index.ts`];
  if (load === undefined) throw new Error(`locales/${locale}/page is missing`);
  i18n.global.setLocaleMessage(locale, await load());
}
