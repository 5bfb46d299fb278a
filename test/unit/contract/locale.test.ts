import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LOCALES, chooseLocale } from '../../../contract/locale.ts';

it('has a folder of texts for each language, and a language for each folder', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../../locales'), {
    withFileTypes: true,
  }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...LOCALES].sort());
});

it('takes the chosen language, else the system’s, else English', () => {
  expect(chooseLocale('ja', ['de-DE'])).toBe('ja');
  expect(chooseLocale('auto', ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(chooseLocale('auto', ['fr-FR'])).toBe('en');
  expect(chooseLocale('auto', [])).toBe('en');
});

it('knows the tags of every system', () => {
  expect(chooseLocale('auto', ['C', 'de_CH.UTF-8'])).toBe('de');
  expect(chooseLocale('auto', ['JA'])).toBe('ja');
  // Delaware is no German, and "den" (Slavey) neither.
  expect(chooseLocale('auto', ['den', 'en-DE'])).toBe('en');
});
