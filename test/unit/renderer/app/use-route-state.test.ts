import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, effectScope, nextTick, type EffectScope } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { useRouteState } from '../../../../renderer/app/use-route-state.ts';
import { useViewStore } from '../../../../renderer/stores/view.ts';

/** Longer than the address waits for a change. */
const LONG_MS = 200;
const nothing = { render: () => null };

let router: Router;
let scope: EffectScope;
/** Ends the loading of the page of settings. */
let loaded: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  const meta = { hasRange: true, hasList: true };
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: nothing, meta },
      {
        path: '/settings',
        component: () =>
          new Promise<typeof nothing>((resolve) => {
            loaded = () => {
              resolve(nothing);
            };
          }),
      },
    ],
  });
  const app = createApp(nothing);
  const pinia = createPinia();
  app.use(pinia);
  setActivePinia(pinia);
  app.use(router);
  scope = effectScope();
  app.runWithContext(() => {
    scope.run(useRouteState);
  });
  await router.push('/');
  await vi.advanceTimersByTimeAsync(LONG_MS);
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const type = (text: string): void => {
  const view = useViewStore();
  view.filter = { ...view.filter, text };
};
const typed = (): string => useViewStore().filter.text;

it('the filter is written to the address', async () => {
  type('db');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(router.currentRoute.value.query['q']).toBe('db');
});

it('an address update does not cancel the navigation to a slow page', async () => {
  type('db');
  const way = router.push('/settings');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  loaded();
  expect(await way).toBeUndefined();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(router.currentRoute.value.path).toBe('/settings');
  expect(typed()).toBe('db');
});

it('typing while the address is updated is not lost', async () => {
  const stop = router.beforeEach(() => {
    type('db1');
  });
  type('db');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  stop();
  expect(typed()).toBe('db1');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(router.currentRoute.value.query['q']).toBe('db1');
});

it('Back restores the previous state', async () => {
  type('db');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  await router.push({ path: '/', query: { range: '1h', q: 'web' } });
  expect(typed()).toBe('web');
  router.back();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(typed()).toBe('db');
});

it('Back restores a filter typed just before a change of the range', async () => {
  type('db');
  await nextTick();
  useViewStore().chooseRange('7d');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(router.currentRoute.value.query).toMatchObject({ range: '7d', q: 'db' });
  router.back();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(router.currentRoute.value.query).toMatchObject({ range: '4h', q: 'db' });
  expect([typed(), useViewStore().range]).toEqual(['db', '4h']);
});

it('Back undoes a filter that came with its range', async () => {
  type('db');
  useViewStore().chooseRange('7d');
  await vi.advanceTimersByTimeAsync(LONG_MS);
  router.back();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect([typed(), useViewStore().range]).toEqual(['', '4h']);
});
