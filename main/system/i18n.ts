import type { AppError } from '../../contract/errors.ts';
import type { Locale } from '../../contract/locale.ts';
import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { metricText } from '../../locales/metric-text.ts';
import type { ShellTexts } from '../../locales/en/shell.ts';
import { createTranslator } from '../../platform/translator.ts';

/** The keys of all texts, such as `tray.open`. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
/** Key of a text of the shell, such as `tray.open`. */
export type TextKey = Paths<ShellTexts>;

/** The named values in a text. */
export interface TextValues {
  /** Selects the plural form. */
  n?: number;
  [name: string]: string | number;
}

/** The texts of all languages; each folder of `locales/` is one. */
const FILES = import.meta.glob<ShellTexts>('../../locales/*/shell.ts', {
  eager: true,
  import: 'shell',
});
const translate = createTranslator((locale) => FILES[`../../locales/${locale}/shell.ts`]);

/** Formats the shell's texts in one language. Values appear unchanged, whatever characters they contain. */
export class Translator {
  readonly locale: Locale;
  readonly #count: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;

  constructor(locale: Locale) {
    this.locale = locale;
    this.#count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  }

  /** A text with its values; numbers are formatted for the language. */
  t(key: TextKey, values: TextValues = {}): string {
    const named = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'number' ? this.#count.format(value) : value,
      ]),
    );
    const { locale } = this;
    return translate({ locale, key, values: named, plural: values.n ?? 1 });
  }

  /** A percentage from 0 to 100, rounded, with its sign. */
  percent(value: number): string {
    return this.#percent.format(value / 100);
  }

  /** A value of a metric with its unit. */
  value(metric: MetricId, value: number): string {
    return METRICS[metric].unit === 'percent'
      ? this.percent(value)
      : metricText(metric, value, this.locale);
  }

  /** What happened and what to do: in English the error's own words, in other languages the text for its code. */
  problem(error: AppError): { title: string; hint: string } {
    if (this.locale === 'en') return { title: error.message, hint: error.hint };
    const { code } = error;
    return { title: this.t(`error.${code}.title`), hint: this.t(`error.${code}.hint`) };
  }
}
