import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchSystem, type SystemWatchOptions } from '../../../../main/system/system-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const powerMonitor = new EventEmitter();
  const network = { online: true };
  const heard: string[] = [];
  const stop = watchSystem({
    powerMonitor: powerMonitor as unknown as SystemWatchOptions['powerMonitor'],
    net: { isOnline: () => network.online },
    onReturn: (from) => heard.push(from),
    onShutdown: () => heard.push('shutdown'),
  });
  return { powerMonitor, network, heard, stop };
}

describe('the watch over the system', () => {
  it('hears of waking and of the network', () => {
    const { powerMonitor, network, heard, stop } = watched();
    powerMonitor.emit('resume');
    network.online = false;
    vi.advanceTimersByTime(30_000);
    network.online = true;
    vi.advanceTimersByTime(30_000);
    expect(heard).toEqual(['resume', 'network']);
    stop();
    powerMonitor.emit('resume');
    expect(heard).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('hears of a network that is back a moment after waking', () => {
    const { powerMonitor, network, heard, stop } = watched();
    network.online = false;
    powerMonitor.emit('resume');
    network.online = true;
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual(['resume', 'network']);
    stop();
  });

  it('the watch over the system has the system wait for its end, and goes on asking for that while it ends', () => {
    const { powerMonitor, heard, stop } = watched();
    const preventDefault = vi.fn();
    powerMonitor.emit('shutdown', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(heard).toEqual(['shutdown']);
    stop();
    // Without a listener Electron lets the system go on at once.
    expect(powerMonitor.listenerCount('shutdown')).toBe(1);
  });
});
