import {
  compile,
  createCoreContext,
  registerMessageCompiler,
  registerMessageResolver,
  resolveValue,
  translate,
} from '@intlify/core-base';
import { LOCALES, type Locale } from '../contract/locale.ts';

registerMessageCompiler(compile);
registerMessageResolver(resolveValue);

/** One text to translate. */
export interface Wording {
  locale: Locale;
  /** Path of the text, e.g. `tray.open`. */
  key: string;
  /** Values by name, inserted literally. */
  values: Readonly<Record<string, string | number>>;
  /** Chooses the form of the plural. */
  plural: number;
}

/**
 * Words texts outside the page, as `vue-i18n` does in it. `textsOf` has the texts of a language; where it has none,
 * English stands in. A key without a text is returned as it is.
 */
export function createTranslator(
  textsOf: (locale: Locale) => object | undefined,
): (wording: Wording) => string {
  const context = createCoreContext({
    locale: 'en',
    fallbackLocale: 'en',
    messages: Object.fromEntries(LOCALES.map((locale) => [locale, textsOf(locale)])) as Record<
      string,
      Record<string, string>
    >,
  });
  return ({ locale, key, values, plural }) => {
    // It adds the count to the values that it is given.
    const text = translate(context, key, { ...values }, { locale, plural });
    return typeof text === 'string' ? text : key;
  };
}
