import { describe, expect, it } from 'vitest';
import { byMetric } from '../../../../contract/threshold-rules.ts';
import type { FleetEvent } from '../../../../contract/answers.ts';
import { attentionItems } from '../../../../renderer/features/overview/attention.ts';
import { sumCapacity } from '../../../../renderer/features/diagnostics/capacity.ts';
import { findCommands, type Command } from '../../../../renderer/app/commands.ts';
import { comparedHosts } from '../../../../renderer/features/compare/compare.ts';
import {
  awaySummary,
  filterEvents,
  NO_EVENT_FILTER,
  type EventFilter,
} from '../../../../renderer/features/events/event-list.ts';
import { platformsOf, toggled } from '../../../../renderer/lib/filter.ts';
import { makeAlert, makeRows, NOW } from '../make.ts';

describe('attentionItems', () => {
  it('says why, the latest loss first, then the highest alert', () => {
    const alerts = [
      makeAlert({ hostname: 'hot', kind: 'memory', value: 92, since: NOW - 60 }),
      makeAlert({ hostname: 'hot', value: 99 }),
      makeAlert({ hostname: 'full', kind: 'disk', value: 91 }),
      makeAlert({ hostname: 'lost' }),
      makeAlert({ hostname: 'announced', maintenance: true }),
    ];
    const items = attentionItems(
      makeRows(
        { hostname: 'full' },
        { hostname: 'hot' },
        { hostname: 'well', newest: { cpu: 100 } },
        { hostname: 'announced' },
        { hostname: 'lost', lastSeen: NOW - 900 },
        { hostname: 'just lost', lastSeen: NOW - 400 },
        { hostname: 'long gone', lastSeen: NOW - 90_000 },
      ),
      alerts,
    );
    const names = items.map(({ row }) => row.hostname);
    expect(names).toEqual(['just lost', 'lost', 'hot', 'full']);
    expect(items[2]?.reasons).toEqual([
      { kind: 'cpu', value: 99, threshold: 90, since: NOW - 600, severity: 9 },
      { kind: 'memory', value: 92, threshold: 90, since: NOW - 60, severity: 2 },
    ]);
    expect(items[0]?.reasons).toEqual([{ kind: 'offline', since: NOW - 400 }]);
  });
});

const event = (
  hostname: string,
  at: number,
  endedAt: number | null,
  kind: FleetEvent['kind'] = 'offline',
): FleetEvent => ({ sourceId: 'default', hostname, kind, at, endedAt });
const events = [
  event('web-01', 500, null),
  event('web-01', 300, 400),
  event('web-02', 250, null, 'cpu'),
  event('db-01', 100, 900),
];

describe('events', () => {
  const found = (change: Partial<EventFilter>) =>
    filterEvents(events, { ...NO_EVENT_FILTER, ...change }).map(({ at }) => at);

  it('are found by words of their host, by kind, and by whether they last', () => {
    expect(found({ text: 'WEB 01' })).toEqual([500, 300]);
    expect(found({ kinds: ['cpu', 'disk'] })).toEqual([250]);
    expect(found({ lasting: true })).toEqual([500, 250]);
    expect(found({ lasting: true, kinds: ['offline'], text: 'db' })).toEqual([]);
    expect(filterEvents(events, NO_EVENT_FILTER)).toBe(events);
  });

  it('are counted by host and kind since a moment', () => {
    expect(awaySummary(events, 200)).toEqual({
      hosts: 1,
      still: 1,
      alerts: { ...byMetric(() => 0), cpu: 1 },
      events: 3,
    });
    expect(awaySummary(events, 501)).toBeNull();
  });
});

describe('findCommands', () => {
  const commands = ['Overview', 'web-02', 'old web', 'reweb', 'Settings'].map((label): Command => ({
    id: label,
    kind: 'host',
    label,
    run: () => undefined,
  }));
  const found = (text: string) => findCommands(commands, text).map(({ label }) => label);

  it('finds what begins with the text first', () => {
    expect(found('web')).toEqual(['web-02', 'old web', 'reweb']);
    expect(found('WEB old')).toEqual(['old web']);
    expect(found('nothing')).toEqual([]);
    expect(found(' ')).toHaveLength(5);
  });
});

describe('comparedHosts', () => {
  it('takes up to eight different hosts from a query', () => {
    const keys = Array.from({ length: 12 }, (_, i) => `default/h${String(i)}`);
    expect(comparedHosts([...keys, ...keys])).toHaveLength(8);
    expect(comparedHosts('a/x/y#z')).toEqual([{ sourceId: 'a', hostname: 'x/y#z' }]);
    expect(comparedHosts(['', 'a', 'a/', '/x', null])).toEqual([]);
  });
});

describe('sumCapacity', () => {
  it('adds up days and sources, dearest first', () => {
    const day = { day: 0, sourceId: 'a', requests: 1, readUnits: 2, writeUnits: 0, cost: 0.1 };
    const sums = sumCapacity([
      { ...day, operation: 'Scan', table: 't' },
      { ...day, operation: 'Query', table: 't', cost: 5 },
      { ...day, operation: 'Scan', table: 't', sourceId: 'b', requests: 4 },
    ]);
    expect(sums.map(({ operation, requests }) => [operation, requests])).toEqual([
      ['Query', 1],
      ['Scan', 5],
    ]);
  });
});

describe('filter helpers', () => {
  it('lists platforms with the unknown one last', () => {
    const rows = makeRows({ platform: null }, { platform: 'Linux' }, { platform: 'Darwin' });
    expect(platformsOf(rows)).toEqual(['Darwin', 'Linux', '']);
  });

  it('toggles', () => {
    expect(toggled([1, 2], 2)).toEqual([1]);
    expect(toggled([1], 2)).toEqual([1, 2]);
  });
});
