import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../../contract/locale.ts';
import { CHART_IDS } from '../../../../contract/metric-spec.ts';
import { isMetricId } from '../../../../contract/metrics.ts';
import { i18n, loadLocale } from '../../../../renderer/app/i18n.ts';

/** The texts of a tree of them, by their paths. */
function texts(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree) as [string, object | string][]) {
    const at = `${path}.${key}`;
    if (typeof value === 'string') found.set(at, value);
    else for (const [inner, text] of texts(value, at)) found.set(inner, text);
  }
  return found;
}

await Promise.all(LOCALES.map(loadLocale));
const all = i18n.global.messages.value;
const english = texts(all.en);
/** The names that a text takes, once each: plural forms may use them differently often. */
const names = (text: string) => [...new Set(text.match(/\{\w+\}/gu))].toSorted();

describe.each(LOCALES)('the texts in %s', (locale) => {
  it('the texts of the page are the same in each language, none of them empty', () => {
    const own = texts(all[locale]);
    expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const text of own.values()) expect(text.trim()).not.toBe('');
  });

  it('each chart has a name', () => {
    const own = texts(all[locale]);
    for (const id of CHART_IDS)
      expect(own.has(isMetricId(id) ? `.metric.${id}.long` : `.chart.${id}`), id).toBe(true);
  });

  it('the texts of the page use only values that they are given', () => {
    for (const [key, text] of texts(all[locale])) {
      const given = names(english.get(key) ?? '');
      expect(given, key).toEqual(expect.arrayContaining(names(text)));
    }
  });
});
