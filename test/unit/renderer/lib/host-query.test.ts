import { describe, expect, it } from 'vitest';
import type { AlertKind } from '../../../../contract/alerts.ts';
import { parseHostQuery } from '../../../../renderer/lib/host-query.ts';
import { makeRows, NOW } from '../make.ts';

const rows = makeRows(
  { hostname: 'web-01', newest: { cpu: 91, memory: 40, diskRead: 12_500_000 } },
  { hostname: 'web-02', lastSeen: NOW - 600, newest: { cpu: 80, memory: 50 } },
  { hostname: 'db-01', platform: 'Windows Server', newest: {} },
);
const LABELS: Readonly<Record<string, string[]>> = { 'db-01': ['rack 3', 'Production'] };
const ALERTS: Readonly<Record<string, AlertKind[]>> = { 'web-01': ['cpu'], 'web-02': ['offline'] };

function found(text: string): string[] {
  const { admits } = parseHostQuery(text);
  return rows
    .filter((row) => {
      const { hostname } = row;
      const labels = LABELS[hostname] ?? [];
      return admits({ row, labels, alerts: ALERTS[hostname] ?? [] });
    })
    .map(({ hostname }) => hostname);
}

describe('parseHostQuery', () => {
  it.each([
    ['', ['web-01', 'web-02', 'db-01']],
    ['WEB', ['web-01', 'web-02']],
    ['web -02', ['web-01']],
    ['-web', ['db-01']],
    ['cpu>80', ['web-01']],
    ['cpu>=80', ['web-01', 'web-02']],
    ['cpu<90.5%', ['web-02']],
    ['CPU=80', ['web-02']],
    ['cpu > 80', ['web-01']],
    ['web cpu >= 80% -cpu > 90', ['web-02']],
    ['-cpu>80', ['web-02', 'db-01']],
    ['diskread>12', ['web-01']],
    ['diskRead>12,6', []],
    ['label:production', ['db-01']],
    ['label:"rack 3"', ['db-01']],
    ['"rack 3"', ['db-01']],
    ['state:offline', ['web-02']],
    ['state:offline,online web', ['web-01', 'web-02']],
    ['platform:windows', ['db-01']],
    ['host:b-0', ['web-01', 'web-02', 'db-01']],
    ['alert:any', ['web-01', 'web-02']],
    ['alert:cpu', ['web-01']],
    ['alert:offline', ['web-02']],
    ['is:maintenance', []],
    ['source:default db', ['db-01']],
  ])('finds matching hosts: %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
    expect(parseHostQuery(text).problems).toEqual([]);
  });

  it('ignores a term without a value, and a lone sign', () => {
    for (const text of ['label:', 'cpu>', 'state:', '"', '""']) {
      expect(found(text), text).toHaveLength(3);
      expect(parseHostQuery(text).problems, text).toEqual([]);
    }
    expect(found('-')).toEqual(['web-01', 'web-02', 'db-01']);
  });

  it('does not treat object properties as fields', () => {
    expect(parseHostQuery('constructor:x').problems).toEqual([
      { kind: 'field', name: 'constructor' },
    ]);
  });

  it('reports invalid terms, and applies the rest', () => {
    expect(parseHostQuery('nothing:x web').problems).toEqual([{ kind: 'field', name: 'nothing' }]);
    expect(found('nothing:x web')).toEqual(['web-01', 'web-02']);
    expect(parseHostQuery('cpu>high').problems).toEqual([{ kind: 'number', name: 'cpu' }]);
    expect(parseHostQuery('warp>9').problems).toEqual([{ kind: 'field', name: 'warp' }]);
    expect(parseHostQuery('state:gone').problems).toEqual([
      {
        kind: 'value',
        name: 'state',
        value: 'gone',
        values: ['online', 'offline', 'stale', 'unread'],
      },
    ]);
  });
});
