// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FleetOverview, SourceState, SyncAnswer } from '../../../../contract/fleet.ts';
import { fail, ok, type Result } from '../../../../contract/result.ts';
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
const answer = (after: FleetOverview): SyncAnswer => ({
  report: { startedAt: NOW, endedAt: NOW, sources: [], hosts: 1, newSamples: 1, requests: 3 },
  overview: after,
});
const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const READ_NOW: SourceState = {
  id: 'default',
  name: 'AWS',
  status: 'fresh',
  lastSyncedAt: NOW,
  lastAttemptAt: NOW,
  error: null,
  tables: { system: 'active', legacy: 'missing', registry: 'active', functions: 'missing' },
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
  it('keeps its data when a later request fails, and reports why', async () => {
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

  it('turns a host offline by the clock, without a request', async () => {
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

  it('fetches a burst of changes once, and none that it has already', async () => {
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

  it('the fleet store does not let an older answer replace a newer one', async () => {
    const fleetOverview = vi.fn();
    installBridge({ fleetOverview });
    const fleet = useFleetStore();
    fleetOverview.mockResolvedValueOnce(ok(overview(9)));
    await fleet.refresh();
    fleetOverview.mockResolvedValueOnce(ok(overview(8, { hosts: [] })));
    await fleet.refresh();
    expect(fleet.rows).toHaveLength(1);
  });

  it('shows a poll’s result with a single request', async () => {
    const fleetOverview = vi.fn(() => Promise.resolve(ok(overview(1))));
    const syncNow = vi.fn<() => Promise<Result<SyncAnswer>>>();
    const { emit } = installBridge({ fleetOverview, syncNow });
    const fleet = useFleetStore();
    await fleet.refresh();
    fleetOverview.mockClear();
    for (let poll = 1; poll <= 10; poll += 1) {
      const revision = 10 * poll;
      syncNow.mockImplementationOnce(async () => {
        // As the service does: changes are announced while the sync runs, and the last one with its answer.
        for (const earlier of [3, 2, 1]) {
          emit('fleetChanged', { revision: revision - earlier });
          await wait(400);
        }
        emit('fleetChanged', { revision });
        return ok(answer(overview(revision, { hosts: [makeHost({ lastSeen: NOW + poll })] })));
      });
      const polled = fleet.syncNow('poll');
      await vi.advanceTimersByTimeAsync(120_000);
      await polled;
      expect(fleet.rows[0]?.lastSeen).toBe(NOW + poll);
    }
    expect(syncNow).toHaveBeenCalledTimes(10);
    expect(fleetOverview).not.toHaveBeenCalled();
  });

  it('fetches changes made after a sync’s answer was written', async () => {
    const fleetOverview = vi.fn(() => Promise.resolve(ok(overview(6))));
    const { emit } = installBridge({
      fleetOverview,
      syncNow: () => {
        emit('fleetChanged', { revision: 6 });
        return Promise.resolve(ok(answer(overview(5))));
      },
    });
    const fleet = useFleetStore();
    await fleet.syncNow('user');
    expect(fleet.revision).toBe(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fleet.revision).toBe(6);
    expect(fleetOverview).toHaveBeenCalledTimes(1);
  });

  it('shows the progress of a sync that takes longer than five seconds', async () => {
    const fleetOverview = vi.fn(() => Promise.resolve(ok(overview(2))));
    const { emit } = installBridge({
      fleetOverview,
      syncNow: async () => {
        await wait(60_000);
        return ok(answer(overview(3)));
      },
    });
    const fleet = useFleetStore();
    const synced = fleet.syncNow('user');
    emit('fleetChanged', { revision: 2 });
    await vi.advanceTimersByTimeAsync(4500);
    expect(fleetOverview).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(3000);
    expect(fleet.revision).toBe(2);
    expect(fleet.syncing).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    await synced;
    expect(fleet.revision).toBe(3);
    expect(fleetOverview).toHaveBeenCalledTimes(1);
  });

  it('shows stored data and the error if a sync fails', async () => {
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

  it('turns an exception of the bridge into an error text', async () => {
    installBridge({ fleetOverview: () => Promise.reject(new Error('port closed')) });
    const fleet = useFleetStore();
    await fleet.refresh();
    expect(fleet.error).toMatchObject({ code: 'internal' });
    expect(fleet.error?.message).toContain('port closed');
  });
});
