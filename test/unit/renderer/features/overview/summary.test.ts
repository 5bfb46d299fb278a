import { alertSettingsSchema } from '../../../../../contract/alerts.ts';
import { describe, expect, it } from 'vitest';
import { attentionItems } from '../../../../../renderer/features/overview/attention.ts';
import { summarize } from '../../../../../renderer/features/overview/summary.ts';
import { makeAlert, makeJudgedRows, makeRows, NOW } from '../../make.ts';

describe('summarize', () => {
  it('summarize counts states and averages over online hosts', () => {
    const summary = summarize(
      makeRows(
        { hostname: 'a', newest: { cpu: 10, memory: 20 } },
        { hostname: 'b', newest: { cpu: 30 } },
        { hostname: 'c', newest: { cpu: 100, memory: 100 }, lastSeen: NOW - 600 },
        { hostname: 'd', lastSeen: NOW - 9000 },
      ),
      [],
    );
    expect(summary.counts).toEqual({ online: 2, offline: 1, stale: 1, unread: 0 });
    expect(summary.means).toEqual({ cpu: 20, memory: 20 });
  });

  it('lists each host that needs attention once, newest loss and highest alert first', () => {
    const summary = summarize(
      makeRows(
        { hostname: 'old', lastSeen: NOW - 3000 },
        { hostname: 'new', lastSeen: NOW - 400 },
        { hostname: 'hot' },
        { hostname: 'hotter' },
        { hostname: 'peak', newest: { cpu: 100 } },
      ),
      [
        makeAlert({ hostname: 'hot', value: 91 }),
        makeAlert({ hostname: 'hot', kind: 'memory' }),
        makeAlert({ hostname: 'hotter', value: 99 }),
        makeAlert({ hostname: 'new' }),
      ],
    );
    expect(summary.wentOffline.map(({ hostname }) => hostname)).toEqual(['new', 'old']);
    expect(summary.alerts.cpu.map(({ row }) => row.hostname)).toEqual(['hotter', 'hot']);
    expect(summary.alerts.memory).toHaveLength(1);
    expect(summary.attention).toBe(4);
  });

  it('leaves out hosts under maintenance, and those that may be off', () => {
    const settings = alertSettingsSchema.parse({
      overrides: [{ scope: { kind: 'label', label: 'laptop' }, offline: { enabled: false } }],
      maintenance: [
        { id: 'a', scope: { kind: 'label', label: 'lost' }, from: NOW - 60, until: NOW + 60 },
      ],
    });
    const rows = makeJudgedRows(
      { settings, labelsOf: (key) => [key.slice('default/'.length)] },
      { hostname: 'lost', lastSeen: NOW - 400 },
      { hostname: 'laptop', lastSeen: NOW - 400 },
      { hostname: 'busy' },
    );
    const summary = summarize(rows, [makeAlert({ hostname: 'busy', maintenance: true })]);
    expect(summary.counts.offline).toBe(2);
    expect(summary.attention).toBe(0);
    expect(summary.maintenance).toBe(1);
  });

  it('summarize does not count hosts of an unread source as offline', () => {
    const sources = [
      { id: 'default', status: 'fresh', lastSyncedAt: NOW - 40 },
      { id: 'failing', status: 'failing', lastSyncedAt: NOW - 9000 },
    ] as const;
    const rows = makeJudgedRows(
      { sources },
      { hostname: 'known', lastSeen: NOW - 400 },
      { hostname: 'unread', lastSeen: NOW - 400, sourceId: 'failing' },
      { hostname: 'unread for long', lastSeen: NOW - 9000, sourceId: 'failing' },
      { hostname: 'gone', lastSeen: NOW - 9000 },
    );
    const summary = summarize(rows, []);
    expect(summary.wentOffline.map(({ hostname }) => hostname)).toEqual(['known']);
    expect(summary).toMatchObject({
      attention: 1,
      counts: { online: 0, offline: 1, stale: 1, unread: 2 },
    });
    expect(attentionItems(rows, []).map(({ row }) => row.hostname)).toEqual(['known']);
  });

  it('summarize has no mean, not 0, if nothing is known', () => {
    expect(summarize([], []).means.cpu).toBeNull();
    expect(summarize(makeRows({ newest: {} }), []).means.cpu).toBeNull();
  });
});
