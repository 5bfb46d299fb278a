import { chooseLocale } from '../../contract/locale.ts';
import type { Settings } from '../../contract/settings.ts';
import { Translator } from './i18n.ts';

type Chosen = Settings['display']['locale'];

/** The current language of the shell: the one chosen in the settings, else the system's. */
export class Language {
  readonly #preferred: () => readonly string[];
  #words: Translator;

  /** `preferred` returns the system's language tags, most preferred first. */
  constructor(preferred: () => readonly string[]) {
    this.#preferred = preferred;
    this.#words = new Translator(chooseLocale('auto', preferred()));
  }

  get words(): Translator {
    return this.#words;
  }

  /** Applies the settings. Returns whether the language has changed. */
  choose(chosen: Chosen): boolean {
    const locale = chooseLocale(chosen, this.#preferred());
    if (locale === this.#words.locale) return false;
    this.#words = new Translator(locale);
    return true;
  }
}
