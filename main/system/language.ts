import { chooseLocale } from '../../contract/locale.ts';
import type { Settings } from '../../contract/settings.ts';
import { Translator } from './i18n.ts';

type Chosen = Settings['display']['locale'];

/** The language that the shell speaks now: the one chosen in the settings, else the system's. */
export class Language {
  readonly #preferred: () => readonly string[];
  #words: Translator;

  /** `preferred` answers the system's language tags, the most preferred first. */
  constructor(preferred: () => readonly string[]) {
    this.#preferred = preferred;
    this.#words = new Translator(chooseLocale('auto', preferred()));
  }

  get words(): Translator {
    return this.#words;
  }

  /** Takes over what the settings say. Returns whether another language is spoken from now on. */
  choose(chosen: Chosen): boolean {
    const locale = chooseLocale(chosen, this.#preferred());
    if (locale === this.#words.locale) return false;
    this.#words = new Translator(locale);
    return true;
  }
}
