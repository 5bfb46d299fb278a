import { createI18n } from 'vue-i18n';
import { describe, expect, it } from 'vitest';
import { wordFinding } from '../../../cli/finding-words.ts';
import type { AdvisedValues, GoodValues } from '../../../contract/doctor.ts';
import { LOCALES, type Locale } from '../../../contract/locale.ts';
import type { FindingTexts } from '../../../locales/texts.ts';

/** A value of every code; the compiler refuses one that is missing. */
const GOOD: GoodValues = {
  'credentials-identity': { arn: 'arn:aws:iam::1:user/me' },
  'credentials-key': { end: 'WXYZ' },
  region: { region: 'eu-central-1' },
  endpoint: { region: 'eu-central-1', endpoint: 'http://127.0.0.1:8000' },
  proxy: { proxy: 'http://proxy.example:3128' },
  'table-readable': { table: 'samples' },
  'legacy-missing': { table: 'samples' },
  'functions-missing': { table: 'py-perf-data' },
  'functions-denied': { table: 'py-perf-data' },
  'functions-grow': { table: 'py-perf-data', n: 12, cost: '0.01' },
  'clock-agrees': {},
  'store-packing': { n: 42 },
};
const ADVISED: AdvisedValues = {
  'source-replicated': { other: 'Frankfurt', n: 3 },
  'source-unconfigured': {},
  'fleet-cost': {
    n: 2,
    now: '0.13',
    registry: '0.09',
    provisioned: '0.00',
    writeUnits: 2,
    readUnits: 2,
    infrequent: '0.15',
  },
  'table-missing': { table: 'samples' },
  'registry-missing': { table: 'samples' },
  'table-denied': { table: 'samples' },
  'legacy-denied': { table: 'samples' },
  'table-creating': { table: 'samples' },
  'table-failing': { table: 'samples' },
  'table-unknown': { table: 'samples' },
  'table-ttl-other': { table: 'samples', attribute: 'expires' },
  'legacy-index-missing': { table: 'samples', command: 'aws … \'[{"Create":{}}]\'' },
  'functions-index-missing': { table: 'samples', command: 'aws … \'[{"Create":{}}]\'' },
  'legacy-index-creating': { table: 'samples' },
  'table-ttl-off': { table: 'samples', command: 'aws dynamodb …' },
  'clock-ahead': { n: 30 },
  'clock-behind': { n: 30 },
  'bad-items': { n: 3 },
  'hosts-silent': { n: 3, hosts: 9 },
  'hosts-unread': { n: 3, hosts: 9 },
  'hosts-duplicate': { names: 'a{b}@c|d, mac.local', n: 2 },
  'hosts-duplicate-more': { n: 4 },
  'hostname-shared': { hostname: 'localhost' },
  'hostname-shared-more': { n: 4 },
  'minutes-overwritten': { hostname: 'web', n: 3 },
  'outbox-long': { n: 61 },
  'store-disk-full': {},
  'store-mended': { n: 3, where: 'host.facts, alert.peak' },
  'store-quarantined': { file: 'fleet.damaged.db' },
};
type Values = Record<string, string | number>;
const advised = Object.entries<Values>({ ...ADVISED });
const all = Object.entries<Values>({ ...GOOD, ...ADVISED });
const FILES = import.meta.glob<FindingTexts>('../../../locales/*/findings.ts', {
  eager: true,
  import: 'findings',
});
const textsOf = (locale: Locale): FindingTexts => {
  const texts = FILES[`../../../locales/${locale}/findings.ts`];
  if (texts === undefined) throw new Error(`locales/${locale}/findings.ts is missing`);
  return texts;
};

/** The page's texts in its own wording; a missing text is its own key. */
function words(locale: Locale, key: string, values: Values): string {
  const i18n = createI18n({
    legacy: false,
    locale,
    messages: { [locale]: { ...textsOf(locale) } },
  });
  const plural = typeof values['n'] === 'number' ? values['n'] : 1;
  // It adds the count to the values that it is given.
  return i18n.global.t(key, { ...values }, plural);
}

describe.each(LOCALES)('findings in %s', (locale) => {
  it.each(all)('%s has words that take its values', (code, values) => {
    const text = words(locale, `finding.${code}`, values);
    expect(text).not.toContain('finding.');
    for (const [name, value] of Object.entries(values))
      if (name !== 'command') expect(text).toContain(String(value));
  });

  it.each(advised)('%s says what to do', (code, values) => {
    const text = words(locale, `findingHint.${code}`, values);
    expect(text).not.toContain('findingHint.');
    expect(text.length).toBeGreaterThan(5);
    if (values['command'] !== undefined) expect(text).toContain(values['command']);
  });

  it('a language has texts for findings only', () => {
    const { finding, findingHint } = textsOf(locale);
    expect(Object.keys(finding).sort()).toEqual(Object.keys({ ...GOOD, ...ADVISED }).sort());
    expect(Object.keys(findingHint).sort()).toEqual(Object.keys(ADVISED).sort());
  });
});

it('the command line prints the page’s English texts', () => {
  for (const [code, values] of advised) {
    const finding = { code, level: 'warning', sourceId: null, values } as Parameters<
      typeof wordFinding
    >[0];
    expect(wordFinding(finding)).toEqual({
      message: words('en', `finding.${code}`, values),
      hint: words('en', `findingHint.${code}`, values),
    });
  }
});
