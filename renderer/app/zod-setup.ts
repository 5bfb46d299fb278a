/**
 * Imported before anything that makes a schema: the page's content security policy forbids `eval`, and
 * zod would otherwise try it once and leave a violation in the log.
 */
import { z } from 'zod';

z.config({ jitless: true });

const LANGUAGES = {
  en: () => import('zod/v4/locales/en.js'),
  de: () => import('zod/v4/locales/de.js'),
  ja: () => import('zod/v4/locales/ja.js'),
} as const;

/** Lets zod word its reasons in a language; fetched from the app's own files when it is first chosen. */
export async function chooseZodLanguage(language: keyof typeof LANGUAGES): Promise<void> {
  const { default: locale } = await LANGUAGES[language]();
  z.config(locale());
}
