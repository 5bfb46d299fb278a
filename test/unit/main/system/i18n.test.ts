import { expect, describe, it } from 'vitest';
import { LOCALES, type Locale } from '../../../../contract/locale.ts';
import { Translator, type TextKey } from '../../../../main/system/i18n.ts';
import { Language } from '../../../../main/system/language.ts';
import type { ShellTexts } from '../../../../locales/en/shell.ts';

/** The texts of a tree of them, by their paths. */
function texts(tree: object, path = ''): Map<TextKey, string> {
  const found = new Map<TextKey, string>();
  for (const [key, value] of Object.entries(tree) as [string, object | string][]) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') found.set(at as TextKey, value);
    else for (const [inner, text] of texts(value, at)) found.set(inner, text);
  }
  return found;
}

const FILES = import.meta.glob<ShellTexts>('../../../../locales/*/shell.ts', {
  eager: true,
  import: 'shell',
});
const textsOf = (locale: Locale) =>
  texts(FILES[`../../../../locales/${locale}/shell.ts`] ?? expect.fail(`no texts in ${locale}`));
const english = textsOf('en');
/** The names that a text takes, once each: plural forms may use them differently often. */
const names = (text: string) => [...new Set(text.match(/\{\w+\}/gu))].toSorted();

describe.each(LOCALES)('the texts of the shell in %s', (locale) => {
  const own = textsOf(locale);

  it('the texts of the shell are the same in each language, none of them empty, with the same values', () => {
    expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [key, text] of own) {
      expect(text.trim(), key).not.toBe('');
      expect(names(text), key).toEqual(names(english.get(key) ?? ''));
    }
  });

  it('the texts of the shell are complete with their values, in singular and plural', () => {
    const words = new Translator(locale);
    for (const [key, text] of own) {
      const values = Object.fromEntries(names(text).map((name) => [name.slice(1, -1), 'x']));
      for (const n of [0, 1, 2]) {
        const shown = words.t(key, { ...values, n });
        expect(shown, key).not.toMatch(/[{}|]/u);
        expect(shown).not.toBe(key);
      }
    }
  });
});

describe('the language of the shell', () => {
  it('the language of the shell is the chosen one, else the system’s, and reports changes', () => {
    const language = new Language(() => ['fr-FR', 'ja-JP']);
    expect(language.words.locale).toBe('ja');
    expect(language.choose('auto')).toBe(false);
    expect(language.choose('de')).toBe(true);
    expect(language.words.t('tray.open')).toBe('Öffnen');
    expect(language.choose('de')).toBe(false);
    expect(language.choose('auto')).toBe(true);
    expect(language.words.t('tray.open')).toBe('開く');
  });
});

describe('a problem', () => {
  const error = { code: 'network', message: 'DynamoDB cannot be reached.', hint: 'Wait.' } as const;

  it('a problem has its own words in English, and those for its code in other languages', () => {
    expect(new Translator('en').problem(error)).toEqual({ title: error.message, hint: error.hint });
    const { title, hint } = new Translator('de').problem(error);
    expect(title).toBe('AWS war nicht erreichbar.');
    expect(hint).not.toBe('');
  });
});
