// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, ref, type EffectScope } from 'vue';
import { usePoll, type UsePollReturn } from '../../../../renderer/lib/use-poll.ts';

let visibility: DocumentVisibilityState = 'visible';
let scope: EffectScope;

function show(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
}

function start(poll: () => Promise<void>, intervalSeconds = ref(120)): UsePollReturn {
  const started = scope.run(() => usePoll({ intervalSeconds, poll }));
  if (started === undefined) throw new Error('the scope is not active');
  return started;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_764_000_000_000 });
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  scope = effectScope();
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('usePoll', () => {
  it('polls at the interval and reports the next time', async () => {
    const poll = vi.fn(() => Promise.resolve());
    const { nextAt } = start(poll);
    expect(nextAt.value).toBe(1_764_000_120);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(poll).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(poll).toHaveBeenCalledTimes(1);
    expect(nextAt.value).toBe(1_764_000_240);
  });

  it('usePoll does not poll while hidden, and catches up at once when visible again', async () => {
    const poll = vi.fn(() => Promise.resolve());
    const { nextAt } = start(poll);
    show('hidden');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(poll).not.toHaveBeenCalled();
    expect(nextAt.value).toBeNull();
    show('visible');
    await vi.advanceTimersByTimeAsync(0);
    expect(poll).toHaveBeenCalledTimes(1);
  });

  it('usePoll restarts its interval and follows a changed one', async () => {
    const poll = vi.fn(() => Promise.resolve());
    const interval = ref(120);
    const { restart } = start(poll, interval);
    await vi.advanceTimersByTimeAsync(100_000);
    restart();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(poll).not.toHaveBeenCalled();
    interval.value = 30;
    await vi.advanceTimersByTimeAsync(0);
    expect(poll).toHaveBeenCalledTimes(1);
  });

  it('stops with its scope', async () => {
    const poll = vi.fn(() => Promise.resolve());
    start(poll);
    scope.stop();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(poll).not.toHaveBeenCalled();
  });
});
