import { expect, it } from 'vitest';
import { exemptFrom } from '../../../cli/commands/alerts-try.ts';
import { formatTable, statusRows } from '../../../cli/commands/status.ts';
import { exemptionsOf } from '../../../cli/exemptions.ts';
import { rulesFor } from '../../../contract/alert-rules.ts';
import { HOST_KINDS, alertSettingsSchema } from '../../../contract/alerts.ts';
import { ownRules } from '../../../contract/exemptions.ts';
import { healthJudge, makeHost } from '../renderer/make.ts';

const NOW = 1_795_000_000;
const HOST = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
const BATCH = { kind: 'label', label: 'batch' } as const;
const settings = alertSettingsSchema.parse({
  overrides: [
    { scope: BATCH, cpu: { enabled: false, above: 97, clearBelow: 90, forMinutes: 30 } },
    { scope: HOST, disk: { enabled: true, above: 97, clearBelow: 90, forMinutes: 30 } },
    { scope: { kind: 'label', label: 'other' }, offline: { enabled: false } },
  ],
  uncountedMounts: [{ scope: HOST, mount: '/mnt/backup*' }, { mount: '/snap\u001b[2J' }],
  maintenance: [{ id: 'm', scope: HOST, from: NOW - 60, until: NOW + 3600 }],
});
const db = { sourceId: 'default', hostname: 'db' };

it('lists what applies to a single host, where it is set, and until when', () => {
  const texts = exemptionsOf(db, ['batch'], settings, NOW);
  expect(texts).toEqual([
    'cpu off (label batch)',
    'disk own rule (this host)',
    '/mnt/backup* not counted (this host)',
    expect.stringMatching(/^\/snap[^\u001b]* not counted \(all hosts\)$/u),
    `maintenance until ${new Date((NOW + 3600) * 1000).toISOString().slice(0, 16)}Z`,
  ]);
  expect(exemptionsOf({ ...db, hostname: 'web' }, [], settings, NOW)).toHaveLength(1);
});

it('reports each rule as the rules themselves apply it', () => {
  for (const labels of [[], ['batch'], ['other', 'batch']]) {
    const rules = rulesFor(db, labels, settings);
    const own = new Map(ownRules(db, labels, settings.overrides).map((rule) => [rule.kind, rule]));
    for (const kind of HOST_KINDS)
      expect(own.get(kind)?.override[kind] ?? settings[kind], kind).toEqual(rules[kind]);
  }
});

it('is in the table of status if any host has it, and always in its JSON', () => {
  const rows = (exempt: string[]) =>
    statusRows([makeHost({ hostname: 'db' })], healthJudge(), null, () => exempt);
  expect(rows(['cpu off (label batch)'])).toMatchObject([{ exempt: ['cpu off (label batch)'] }]);
  expect(formatTable(rows(['cpu off (label batch)']), 0)).toMatch(/EXEMPT\n.*cpu off/su);
  expect(formatTable(rows([]), 0)).not.toContain('EXEMPT');
});

it('is reported by a trial of the rule that it is exempt from', () => {
  const rule = settings.cpu;
  const hosts = [makeHost({ hostname: 'db' }), makeHost({ hostname: 'web' })];
  const labelsOf = ({ hostname }: { hostname: string }) => (hostname === 'db' ? ['batch'] : []);
  const lines = (tried: Parameters<typeof exemptFrom>[0]) =>
    exemptFrom(tried, hosts, labelsOf, settings);
  expect(lines({ metric: 'cpu', rule })).toEqual(['db: off, by an override for the label batch.']);
  expect(lines({ metric: 'cpu', rule, scope: BATCH })).toEqual([]);
  expect(lines({ metric: 'disk', rule: settings.disk })).toHaveLength(3);
});
