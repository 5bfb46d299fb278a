import { createI18n } from 'vue-i18n';
import type { Locale } from '../../contract/locale.ts';
import { page as english, type PageTexts } from '../../locales/en/page/index.ts';

/** English is always loaded; `loadLocale` adds the other languages when they are chosen. */
export const i18n = createI18n<[PageTexts], Locale, false>({
  // oxlint-disable-next-line typescript/no-deprecated -- version 11 takes the old API without it; it goes with version 12
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: english } as Record<Locale, PageTexts>,
});

/** The other languages, each in a file of its own: the folders of `locales/` are the list. */
const OTHERS = import.meta.glob<PageTexts>(
  ['../../locales/*/page/index.ts', '!../../locales/en/**'],
  { import: 'page' },
);

/** Loads the texts of a language, so that it can be shown. Rejects when its file cannot be read. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (locale === 'en') return;
  const load = OTHERS[`../../locales/${locale}/page/index.ts`];
  if (load === undefined) throw new Error(`locales/${locale}/page is missing`);
  i18n.global.setLocaleMessage(locale, await load());
}
