import { describe, expect, it } from 'vitest';
import type { SourceState } from '../../../contract/fleet.ts';
import { isWell } from '../../../cli/heartbeat.ts';

const NOW = 1_795_500_000;
const sync = { running: false, nextAt: null, intervalSeconds: 120, backfill: null };
const read: Pick<SourceState, 'status' | 'lastSyncedAt'> = { status: 'fresh', lastSyncedAt: NOW };
const never = { status: 'unconfigured', lastSyncedAt: null } as const;

const isWellWith = (...sources: Pick<SourceState, 'status' | 'lastSyncedAt'>[]): boolean =>
  isWell({ sources: sources as SourceState[], sync }, NOW);

describe('a watcher is well', () => {
  it('while every connected source is read', () => {
    expect(isWellWith(read)).toBe(true);
    expect(isWellWith(read, { ...read, lastSyncedAt: NOW - 300 }, never)).toBe(true);
  });

  it.each([
    ['no source is connected', [never]],
    ['there is no source', []],
    ['one of two fails', [read, { ...read, status: 'failing' as const }]],
    ['a source is stale', [{ ...read, status: 'stale' as const }]],
    ['reading hangs, though nothing has failed', [{ ...read, lastSyncedAt: NOW - 421 }]],
    ['a source has never been read', [{ ...read, lastSyncedAt: null }]],
  ])('not if %s', (_why, sources) => {
    expect(isWellWith(...(sources as (typeof read)[]))).toBe(false);
  });
});
