import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FleetOverview } from '../../../../contract/fleet.ts';
import { fail, ok } from '../../../../contract/result.ts';
import { FleetMonitor } from '../../../../main/tray/fleet-monitor.ts';
import { watchNetwork } from '../../../../main/system/network.ts';
import type { TrayState } from '../../../../main/tray/tray-state.ts';
import type { Service } from '../../../../worker/service.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

const seconds = (): number => Date.now() / 1000;

/** A service with one host, whose source was read just now; `broken` answers with failures. */
function fakeService(lastSeen: number) {
  const state = { broken: false, looks: 0, listeners: new Map<string, () => void>() };
  const overview = (): FleetOverview =>
    ({
      hosts: [{ sourceId: 'default', hostname: 'db', lastSeen }],
      sources: [{ id: 'default', name: 'AWS', status: 'fresh', lastSyncedAt: seconds() }],
    }) as FleetOverview;
  const service = {
    request: (name: string) => {
      if (name === 'fleetOverview') state.looks += 1;
      if (state.broken)
        return Promise.resolve(fail({ code: 'unavailable', message: 'gone', hint: '' }));
      return Promise.resolve(ok(name === 'fleetOverview' ? overview() : { enabled: false }));
    },
    on: (event: string, listener: () => void) => {
      state.listeners.set(event, listener);
      return () => state.listeners.delete(event);
    },
  } as unknown as Pick<Service, 'request' | 'on'>;
  return { service, state };
}

function monitored(lastSeen: number) {
  const { service, state } = fakeService(lastSeen);
  const states: TrayState[] = [];
  const monitor = new FleetMonitor({
    service,
    now: seconds,
    onState: (tray) => states.push(tray),
  });
  return { monitor, state, states };
}

describe('the fleet monitor', () => {
  it('finds by the clock alone that a host went offline', async () => {
    const { monitor, states } = monitored(seconds());
    await monitor.look();
    expect(states.at(-1)?.kind).toBe('ok');
    await vi.advanceTimersByTimeAsync(400_000);
    expect(states.at(-1)?.kind).toBe('offline');
    monitor.stop();
  });

  it('looks once at many changes', async () => {
    const { monitor, state } = monitored(seconds());
    for (let index = 0; index < 50; index += 1) state.listeners.get('fleetChanged')?.();
    await vi.advanceTimersByTimeAsync(3000);
    expect(state.looks).toBe(1);
    monitor.stop();
  });

  it('keeps what is shown while the service cannot answer, and goes on afterwards', async () => {
    const { monitor, state, states } = monitored(seconds());
    await monitor.look();
    state.broken = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toHaveLength(1);
    state.broken = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(states).toHaveLength(2);
    monitor.stop();
  });

  it('leaves no timer and no listener behind', async () => {
    const { monitor, state } = monitored(seconds());
    state.listeners.get('syncChanged')?.();
    monitor.stop();
    expect(state.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(state.looks).toBe(0);
  });
});

describe('the watch over the network', () => {
  it('tells each return once', () => {
    let online = true;
    let returns = 0;
    const { stop } = watchNetwork(
      () => online,
      () => (returns += 1),
    );
    vi.advanceTimersByTime(60_000);
    expect(returns).toBe(0);
    online = false;
    vi.advanceTimersByTime(30_000);
    online = true;
    vi.advanceTimersByTime(30_000);
    expect(returns).toBe(1);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
