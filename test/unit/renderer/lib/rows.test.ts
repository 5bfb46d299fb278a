import { describe, expect, it } from 'vitest';
import {
  buildRows as build,
  hostKey,
  nextTransition,
  silenceJudge,
  type FleetRow,
} from '../../../../renderer/lib/rows.ts';
import type { HostSummary, SourceState } from '../../../../contract/fleet.ts';
import { defaultJudge, makeHost, NOW } from '../make.ts';

const buildRows = (
  previous: FleetRow[],
  hosts: HostSummary[],
  now: number,
  judge: ReturnType<typeof defaultJudge>,
) => build(previous, hosts, now, judge, () => true);

describe('silenceJudge', () => {
  const source = (lastSyncedAt: number | null, status: SourceState['status']): SourceState => ({
    id: 'default',
    name: 'AWS',
    status,
    lastSyncedAt,
    lastAttemptAt: NOW,
    error: null,
    tables: { system: 'active', legacy: 'missing', registry: 'active' },
    badItems: 0,
  });
  const known = (state: SourceState, thisHost: string | null = null) =>
    silenceJudge(
      {
        sources: [state],
        thisHost: thisHost === null ? null : { sourceId: 'default', hostname: thisHost },
      },
      NOW,
    );
  const silent = makeHost({ lastSeen: NOW - 1000 });

  it('believes a source that is read', () => {
    expect(known(source(NOW - 40, 'fresh'))(silent)).toBe(true);
    // Six minutes have passed since the last sample, though not yet at the last poll.
    expect(known(source(NOW - 40, 'fresh'))(makeHost({ lastSeen: NOW - 370 }))).toBe(true);
  });

  it('does not call hosts silent that nobody could ask', () => {
    expect(known(source(NOW - 900, 'failing'))(silent)).toBe(false);
    expect(known(source(NOW - 100, 'failing'))(makeHost({ lastSeen: NOW - 370 }))).toBe(false);
    // After a sleep, until the first sync.
    expect(known(source(NOW - 900, 'fresh'))(silent)).toBe(false);
    expect(known(source(null, 'waiting'))(silent)).toBe(false);
  });

  it('remembers what was known before a source failed', () => {
    expect(known(source(NOW - 600, 'failing'))(silent)).toBe(true);
  });

  it('needs no source for this machine', () => {
    expect(known(source(NOW - 900, 'failing'), 'web-01')(silent)).toBe(true);
  });
});

describe('buildRows', () => {
  it('gives states by the clock', () => {
    const hosts = [
      makeHost({ hostname: 'a', lastSeen: NOW - 359 }),
      makeHost({ hostname: 'b', lastSeen: NOW - 360 }),
      makeHost({ hostname: 'c', lastSeen: NOW - 3601 }),
      makeHost({ hostname: 'd', lastSeen: null }),
    ];
    expect(buildRows([], hosts, NOW, defaultJudge()).map(({ state }) => state)).toEqual([
      'online',
      'offline',
      'stale',
      'stale',
    ]);
  });

  it('keeps the object of a host that did not change, and replaces that of one that did', () => {
    const first = buildRows([], [makeHost(), makeHost({ hostname: 'db-01' })], NOW, defaultJudge());
    const second = buildRows(
      first,
      [makeHost(), makeHost({ hostname: 'db-01', newest: { cpu: 99, memory: 40 } })],
      NOW,
      defaultJudge(),
    );
    expect(second[0]).toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
    expect(buildRows(first, [makeHost()], NOW + 400, defaultJudge())[0]?.state).toBe('offline');
  });

  it('tells hosts of the same name in two sources apart', () => {
    expect(hostKey(makeHost({ sourceId: 'a' }))).not.toBe(hostKey(makeHost({ sourceId: 'b' })));
  });
});

describe('nextTransition', () => {
  it('is the moment at which the first host changes its state', () => {
    expect(nextTransition([makeHost({ lastSeen: NOW - 100 })], NOW)).toBe(NOW + 260);
    expect(nextTransition([makeHost({ lastSeen: NOW - 400 })], NOW)).toBe(NOW + 3201);
    expect(nextTransition([makeHost({ lastSeen: NOW - 4000 })], NOW)).toBe(Infinity);
    expect(nextTransition([makeHost({ lastSeen: null })], NOW)).toBe(Infinity);
  });

  it('agrees with the states of the rows, second by second', () => {
    const host = makeHost({ lastSeen: NOW + 0.4 });
    let at = NOW;
    const changes: number[] = [];
    while ((at = Math.ceil(nextTransition([host], at))) < Infinity) {
      const [before] = buildRows([], [host], at - 1, defaultJudge());
      const [after] = buildRows([], [host], at, defaultJudge());
      expect(after?.state).not.toBe(before?.state);
      changes.push(at - NOW);
    }
    expect(changes).toEqual([361, 3601]);
  });
});
