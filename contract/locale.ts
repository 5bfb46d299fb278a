/**
 * The languages of the window, menus and notifications, each under its own name. To add one, add a line here, a folder
 * `locales/<id>/` and its messages in `platform/channel-words.ts`; they are listed nowhere else.
 */
export const LANGUAGES = { en: 'English', de: 'Deutsch', ja: '日本語' } as const;

/** Id of a language: an ISO 639-1 code, the name of its folder in `locales/`. */
export type Locale = keyof typeof LANGUAGES;

/** The ids of all languages, English first. */
export const LOCALES = Object.keys(LANGUAGES) as Locale[];

/**
 * The language to show: the chosen one, else the first supported language of the system, else English. `preferred` are
 * language tags (`de-AT`, `de_AT.UTF-8`), most preferred first.
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
