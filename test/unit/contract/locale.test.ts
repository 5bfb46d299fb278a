import { expect, it } from 'vitest';
import { chooseLocale } from '../../../contract/locale.ts';

it('takes the language that was chosen, else what the system prefers, else English', () => {
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
