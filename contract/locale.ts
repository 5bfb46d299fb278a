/**
 * The languages of the window, the menus and the notifications, each by its own name. A new one is one line here and a
 * folder `locales/<id>/`; nothing else lists them.
 */
export const LANGUAGES = { en: 'English', de: 'Deutsch', ja: '日本語' } as const;

/** Id of a language: an ISO 639-1 code, the name of its folder in `locales/`. */
export type Locale = keyof typeof LANGUAGES;

/** The ids of all languages, English first. */
export const LOCALES = Object.keys(LANGUAGES) as Locale[];

/**
 * The language to show: the chosen one, else the first of the system's that exists here, else English. `preferred` are
 * language tags (`de-AT`, `de_AT.UTF-8`), the most preferred first.
 */
export function chooseLocale(chosen: Locale | 'auto', preferred: readonly string[]): Locale {
  if (chosen !== 'auto') return chosen;
  for (const tag of preferred) {
    const [language] = tag.toLowerCase().split(/[-_.@]/u);
    const found = LOCALES.find((locale) => locale === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
