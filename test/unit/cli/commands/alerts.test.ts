import { describe, expect, it } from 'vitest';
import { chosenIds } from '../../../../cli/commands/alerts.ts';
import { exemptLines } from '../../../../cli/exemptions.ts';
import type { OpenAlert } from '../../../../contract/open-alerts.ts';

const alert = (id: string, hostname: string): OpenAlert => ({
  id,
  sourceId: 'default',
  hostname,
  kind: 'offline',
  metric: null,
  severity: 'critical',
  state: 'firing',
  since: 0,
  value: null,
  threshold: null,
  maintenance: false,
  acknowledgedAt: null,
  note: '',
  snoozedUntil: null,
});
const [db, web, other] = ['abcd1', 'abcd2', 'ffff0'].map((start) => start.padEnd(32, '0')) as [
  string,
  string,
  string,
];
const open = [alert(db, 'db'), alert(web, 'web'), alert(other, 'db')];

describe('the alerts that a command names', () => {
  it('are chosen by id, by host, or all, each once', () => {
    expect(chosenIds(open, ['ffff'], {})).toEqual([other]);
    expect(chosenIds(open, ['ABCD1'], { host: 'db' })).toEqual([db, other]);
    expect(chosenIds(open, [], { all: true })).toEqual([db, web, other]);
  });

  it('are refused if an id matches none or several, or nothing is named', () => {
    expect(() => chosenIds(open, ['abcd'], {})).toThrow(/Several/u);
    expect(() => chosenIds(open, ['0000'], {})).toThrow(/No active alert/u);
    expect(() => chosenIds(open, ['ff'], {})).toThrow(/too short/u);
    expect(() => chosenIds(open, [], { host: 'gone' })).toThrow(/No such/u);
    expect(() => chosenIds(open, [], {})).toThrow(/No alert is named/u);
  });
});

it('ignored file systems are listed with their hosts', () => {
  const host = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
  const mounts = [
    { mount: '/mnt/backup*' },
    { mount: '/data', scope: host },
    { mount: '/tmp\u001b[2J', scope: { kind: 'label', label: 'ci' } as const },
  ];
  expect(exemptLines(mounts)).toEqual([
    'Does not count for disk: /mnt/backup* on all hosts.',
    'Does not count for disk: /data on db.',
    expect.stringMatching(/^[^\u001b]+on hosts with the label ci\.$/u),
  ]);
});
