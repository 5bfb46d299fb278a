import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../../../contract/answers.ts';
import { attentionItems } from '../../../../renderer/fleet/attention.ts';
import { sumCapacity } from '../../../../renderer/fleet/capacity.ts';
import { findCommands, type Command } from '../../../../renderer/fleet/commands.ts';
import { comparedHosts } from '../../../../renderer/fleet/compare.ts';
import { awaySummary, searchEvents } from '../../../../renderer/fleet/event-list.ts';
import { platformsOf, toggled } from '../../../../renderer/fleet/filter.ts';
import { makeRows, NOW } from '../make.ts';

describe('attentionItems', () => {
  it('says why, the latest loss first, then the hottest', () => {
    const items = attentionItems(
      makeRows(
        { hostname: 'hot', cpuPercent: 91, memoryPercent: 99 },
        { hostname: 'well' },
        { hostname: 'hotter', cpuPercent: 99.5 },
        { hostname: 'full', diskPercent: 92 },
        { hostname: 'lost', lastSeen: NOW - 900 },
        { hostname: 'just lost', lastSeen: NOW - 400 },
        { hostname: 'long gone', lastSeen: NOW - 90_000, cpuPercent: 100 },
      ),
    );
    expect(items.map(({ row }) => row.hostname)).toEqual([
      'just lost',
      'lost',
      'hotter',
      'hot',
      'full',
    ]);
    expect(items.at(-1)?.reasons).toEqual([{ kind: 'disk', percent: 92 }]);
    expect(items.at(-2)?.reasons).toEqual([
      { kind: 'cpu', percent: 91 },
      { kind: 'memory', percent: 99 },
    ]);
    expect(items[0]?.reasons).toEqual([{ kind: 'offline', since: NOW - 400 }]);
  });
});

const event = (hostname: string, at: number, endedAt: number | null): FleetEvent => ({
  sourceId: 'default',
  hostname,
  kind: 'offline',
  at,
  endedAt,
});
const events = [event('web-01', 500, null), event('web-01', 300, 400), event('db-01', 100, 900)];

describe('events', () => {
  it('are found by words of their host', () => {
    expect(searchEvents(events, 'WEB 01')).toHaveLength(2);
    expect(searchEvents(events, '')).toBe(events);
  });

  it('are counted by host since a moment', () => {
    expect(awaySummary(events, 200)).toEqual({ hosts: 1, still: 1, events: 2 });
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
