import type { Finding } from '../contract/doctor.ts';
import { findings } from '../locales/en/findings.ts';
import { createTranslator } from '../platform/translator.ts';

const translate = createTranslator((locale) => (locale === 'en' ? findings : undefined));

/** A finding in the English words of the Diagnostics page. The hint is empty if there is nothing to do. */
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
  return translate({ locale: 'en', key, values, plural });
}
