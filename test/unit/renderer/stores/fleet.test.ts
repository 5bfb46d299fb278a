// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FleetOverview, SourceState } from '../../../../contract/fleet.ts';
import { fail, ok } from '../../../../contract/result.ts';
import { useFleetStore } from '../../../../renderer/stores/fleet.ts';
import { installBridge } from '../fake-bridge.ts';
import { makeHost, NOW } from '../make.ts';

const overview = (revision: number, change: Partial<FleetOverview> = {}): FleetOverview => ({
  revision,
  hosts: [makeHost()],
  sources: [],
  sync: { running: false, nextAt: null, intervalSeconds: 120, backfill: null },
  thisHost: null,
  ...change,
});
const READ_NOW: SourceState = {
  id: 'default',
  name: 'AWS',
  status: 'fresh',
  lastSyncedAt: NOW,
  lastAttemptAt: NOW,
  error: null,
  tables: { system: 'active', legacy: 'missing', registry: 'active' },
  badItems: 0,
};
const network = { code: 'network', message: 'No network.', hint: 'Wait.' } as const;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
  setActivePinia(createPinia());
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the fleet store', () => {
  it('keeps what it showed when a later question fails, and says why', async () => {
    const fleetOverview = vi.fn().mockResolvedValueOnce(ok(overview(1)));
    installBridge({ fleetOverview });
    const fleet = useFleetStore();
    await fleet.refresh();
    fleetOverview.mockResolvedValueOnce(fail(network));
    await fleet.refresh();
    expect(fleet.rows).toHaveLength(1);
    expect(fleet.error).toEqual(network);
    fleetOverview.mockResolvedValueOnce(ok(overview(2)));
    await fleet.refresh();
    expect(fleet.error).toBeNull();
  });

  it('turns a host offline by the clock, with no question asked', async () => {
    const fleetOverview = vi.fn(() => Promise.resolve(ok(overview(1, { sources: [READ_NOW] }))));
    installBridge({ fleetOverview });
    const fleet = useFleetStore();
    await fleet.refresh();
    expect(fleet.rows[0]?.state).toBe('online');
    await vi.advanceTimersByTimeAsync(329_000);
    expect(fleet.rows[0]?.state).toBe('online');
    await vi.advanceTimersByTimeAsync(1000);
    expect(fleet.rows[0]?.state).toBe('offline');
    expect(fleet.summary.counts).toEqual({ online: 0, offline: 1, stale: 0, unread: 0 });
    // Its source has not been read any more: nobody knows.
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fleet.rows[0]?.state).toBe('unread');
    expect(fleetOverview).toHaveBeenCalledTimes(1);
  });

  it('fetches a burst of changes once, and none that it has already seen', async () => {
    const fleetOverview = vi.fn(() => Promise.resolve(ok(overview(5))));
    const { emit } = installBridge({ fleetOverview });
    const fleet = useFleetStore();
    await fleet.refresh();
    emit('fleetChanged', { revision: 4 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(fleetOverview).toHaveBeenCalledTimes(1);
    for (const revision of [6, 7, 8]) emit('fleetChanged', { revision });
    await vi.advanceTimersByTimeAsync(1000);
    expect(fleetOverview).toHaveBeenCalledTimes(2);
  });

  it('does not let an older answer replace a newer one', async () => {
    const fleetOverview = vi.fn();
    installBridge({ fleetOverview });
    const fleet = useFleetStore();
    fleetOverview.mockResolvedValueOnce(ok(overview(9)));
    await fleet.refresh();
    fleetOverview.mockResolvedValueOnce(ok(overview(8, { hosts: [] })));
    await fleet.refresh();
    expect(fleet.rows).toHaveLength(1);
  });

  it('refetches after a sync and shows its failure', async () => {
    const fleetOverview = vi.fn(() => Promise.resolve(ok(overview(1))));
    const syncNow = vi.fn(() => Promise.resolve(fail(network)));
    installBridge({ fleetOverview, syncNow });
    const fleet = useFleetStore();
    await fleet.syncNow('user');
    expect(syncNow).toHaveBeenCalledWith({ reason: 'user' });
    expect(fleet.rows).toHaveLength(1);
    expect(fleet.error).toEqual(network);
    expect(fleet.syncing).toBe(false);
  });

  it('reads a bridge that throws as an error in words', async () => {
    installBridge({ fleetOverview: () => Promise.reject(new Error('port closed')) });
    const fleet = useFleetStore();
    await fleet.refresh();
    expect(fleet.error).toMatchObject({ code: 'internal' });
    expect(fleet.error?.message).toContain('port closed');
  });
});
