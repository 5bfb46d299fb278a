import { errors as deErrors } from '../../locales/de/errors.ts';
import { errors as enErrors } from '../../locales/en/errors.ts';
import { errors as jaErrors } from '../../locales/ja/errors.ts';
import type { AppError } from '../../contract/errors.ts';
import type { Locale } from '../../contract/locale.ts';
import { createTranslator } from '../../platform/translator.ts';
import { de } from '../../locales/de/shell.ts';
import { en } from '../../locales/en/shell.ts';
import { ja } from '../../locales/ja/shell.ts';

type Texts = typeof en;

/** The paths of all texts, e.g. `tray.open`. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
export type TextKey = Paths<Texts>;

export interface TextValues {
  /** Chooses the form of the plural. */
  n?: number;
  [name: string]: string | number;
}

const MESSAGES: Record<Locale, Texts> = { en, de, ja };
const ERRORS = { en: enErrors, de: deErrors, ja: jaErrors } as const satisfies Record<
  Locale,
  unknown
>;

const translate = createTranslator(MESSAGES);

/** What the shell says in one language. Values stand in it as they are, whatever characters they have. */
export class Translator {
  readonly locale: Locale;
  readonly #count: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;

  constructor(locale: Locale) {
    this.locale = locale;
    this.#count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  }

  /** A text with its values; numbers are written as the language does. */
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

  /** What happened and what to do: in English in the error's own words, else in those for its kind. */
  problem(error: AppError): { title: string; hint: string } {
    if (this.locale === 'en') return { title: error.message, hint: error.hint };
    return ERRORS[this.locale].error[error.code];
  }
}
