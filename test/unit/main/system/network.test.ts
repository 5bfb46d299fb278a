import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchNetwork } from '../../../../main/system/network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the watch over the network', () => {
  it('reports each return once', () => {
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
