import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { FleetStore } from '../../../fleet/store/store.ts';
import { test, useEngine } from '../../support/engine-suite.ts';

const NOW = 1_795_500_000;

useEngine(NOW);

it('another process’s reads count here too: its silent hosts are known to be silent', async () => {
  // Its own sync first: one that ended later would tell of itself.
  await test.engine.sync('user');
  test.engine.start();
  const readAt = (): number | null | undefined =>
    test.engine.overview().sources.find(({ id }) => id === 'default')?.lastSyncedAt;
  const other = FleetStore.open(join(test.directory, 'fleet.db'));
  try {
    other.write(() => {
      other.sources.put('default', { ...other.sources.get('default'), lastSyncedAt: NOW + 30 });
    });
    await vi.waitFor(() => {
      expect(readAt()).toBe(NOW + 30);
    });
    // One that knows less takes nothing back.
    other.write(() => {
      other.sources.put('default', { ...other.sources.get('default'), lastSyncedAt: NOW - 600 });
    });
    const before = test.engine.overview().revision;
    await vi.waitFor(() => {
      expect(test.engine.overview().revision).toBeGreaterThan(before);
    });
    expect(readAt()).toBe(NOW + 30);
  } finally {
    other.close();
  }
});
