import {
  compile,
  createCoreContext,
  registerMessageCompiler,
  registerMessageResolver,
  resolveValue,
  translate,
} from '@intlify/core-base';
import type { Locale } from '../contract/locale.ts';

registerMessageCompiler(compile);
registerMessageResolver(resolveValue);

export interface Wording {
  locale: Locale;
  /** Path of the text, e.g. `tray.open`. */
  key: string;
  /** What stands in it by name, as it is, whatever characters it has. */
  values: Readonly<Record<string, string | number>>;
  /** Chooses the form of the plural. */
  plural: number;
}

/** Words texts of `messages` outside the page, as `vue-i18n` does in it. A key that has no text is answered itself. */
export function createTranslator(
  messages: Partial<Record<Locale, object>>,
): (wording: Wording) => string {
  const context = createCoreContext({
    locale: 'en',
    fallbackLocale: 'en',
    messages: messages as Record<string, Record<string, string>>,
  });
  return ({ locale, key, values, plural }) => {
    // It adds the count to the values that it is given.
    const text = translate(context, key, { ...values }, { locale, plural });
    return typeof text === 'string' ? text : key;
  };
}
