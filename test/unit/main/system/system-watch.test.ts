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
  it('reports waking and the network’s return', () => {
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

  it('reports a network that returns just after waking', () => {
    const { powerMonitor, network, heard, stop } = watched();
    network.online = false;
    powerMonitor.emit('resume');
    network.online = true;
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual(['resume', 'network']);
    stop();
  });

  it('the watch over the system makes the system wait for the app’s shutdown, repeatedly', () => {
    const { powerMonitor, heard, stop } = watched();
    const preventDefault = vi.fn();
    powerMonitor.emit('shutdown', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(heard).toEqual(['shutdown']);
    stop();
    // Without a listener Electron does not delay the system.
    expect(powerMonitor.listenerCount('shutdown')).toBe(1);
  });
});
