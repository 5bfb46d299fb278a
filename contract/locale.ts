/** The languages of everything that the user reads: the window, the menus and the notifications. */
export const LOCALES = ['en', 'de', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

/**
 * The language to show: the one chosen, else the first of the system's that there is, else English. `preferred` are language
 * tags (`de-AT`, `de_AT.UTF-8`), the most preferred first.
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
