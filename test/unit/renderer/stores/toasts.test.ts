// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../../../contract/result.ts';
import { useToastsStore } from '../../../../renderer/stores/toasts.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the toasts', () => {
  it('drop plain messages before those with Undo, which stay for ten seconds', () => {
    const store = useToastsStore();
    const undo = vi.fn(() => Promise.resolve(ok(null)));
    store.offerUndo('A removed', undo);
    for (const text of ['1', '2', '3', '4', '5']) store.tell(text);
    expect(store.toasts.map(({ text }) => text)).toEqual(['A removed', '2', '3', '4', '5']);
    vi.advanceTimersByTime(9000);
    expect(store.toasts.map(({ text }) => text)).toEqual(['A removed']);
    vi.advanceTimersByTime(1000);
    expect(store.toasts).toEqual([]);
  });

  it('undo the newest first, each once', async () => {
    const store = useToastsStore();
    const done: string[] = [];
    for (const text of ['A', 'B'])
      store.offerUndo(text, () => {
        done.push(text);
        return Promise.resolve(ok(null));
      });
    await store.undo();
    await store.undo();
    await store.undo();
    expect(done).toEqual(['B', 'A']);
  });
});
