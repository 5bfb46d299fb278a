import {
  compile,
  createCoreContext,
  registerMessageCompiler,
  registerMessageResolver,
  resolveValue,
  translate,
} from '@intlify/core-base';
import type { Finding, FindingTexts } from '../contract/doctor.ts';
import type { Locale } from '../contract/locale.ts';
import { findings } from '../contract/finding-texts/en.ts';

registerMessageCompiler(compile);
registerMessageResolver(resolveValue);

/** Spread: an interface by itself is no dictionary of texts. */
const messages: Partial<Record<Locale, Pick<FindingTexts, keyof FindingTexts>>> = {
  en: { ...findings },
};
const context = createCoreContext({ locale: 'en', messages });

/** A finding in the words that the Diagnostics page has for it in English. The hint is empty where nothing is to do. */
export function wordFinding(finding: Finding): { message: string; hint: string } {
  if (finding.code === 'source-failing') {
    const { message, hint } = finding.error;
    return { message, hint };
  }
  const { code, level } = finding;
  const values: Record<string, string | number> = finding.values;
  return {
    message: text(`finding.${code}`, values),
    hint: level === 'ok' ? '' : text(`findingHint.${code}`, values),
  };
}

function text(key: string, values: Record<string, string | number>): string {
  const plural = typeof values['n'] === 'number' ? values['n'] : 1;
  // It adds the count to the values that it is given.
  const found = translate(context, key, { ...values }, { plural });
  return typeof found === 'string' ? found : key;
}
