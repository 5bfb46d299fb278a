import { useTimeoutFn } from '@vueuse/core';
import { computed, onScopeDispose, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { USUAL_ORDER, useViewStore } from '../stores/view.ts';
import {
  fingerprint,
  queryOf,
  RANGE_KEYS,
  stateOf,
  withState,
  type PageState,
} from './route-state.ts';

/** Stretches chosen by hand that follow one another closer, as a wheel makes them, are one step back. */
const ONE_STEP_MS = 1500;

/** Milliseconds from a change to the address that says so. */
const MIRROR_DELAY_MS = 60;

/** Keeps range, filter, order and layout in the address, so that Back restores them and a reload shows the same. */
export function useRouteState(): void {
  const route = useRoute();
  const router = useRouter();
  const view = useViewStore();
  let lastPush = 0;

  const state = computed<PageState>(() => {
    const { range, customRange, filter, sorting, layout } = view;
    return { range, customRange, list: route.meta.hasList ? { filter, sorting, layout } : null };
  });

  /** The state in the address of a page; null: it has no range, or no state. */
  function apply({ meta, query }: Pick<typeof route, 'meta' | 'query'>): void {
    const told = meta.hasRange === true ? stateOf(query, USUAL_ORDER) : null;
    if (told === null) return;
    if (told.customRange === null) view.chooseRange(told.range);
    else view.customRange = told.customRange;
    if (meta.hasList !== true || told.list === null) return;
    view.filter = told.list.filter;
    view.sorting = told.list.sorting;
    view.layout = told.list.layout;
  }

  function mirror(): void {
    if (route.meta.hasRange !== true) return;
    const wanted = queryOf(state.value, USUAL_ORDER);
    const now = route.query;
    if (fingerprint(wanted) === fingerprint(now)) return;
    const query = withState(now, wanted);
    const isNewRange =
      stateOf(now, USUAL_ORDER) !== null &&
      fingerprint(wanted, RANGE_KEYS) !== fingerprint(now, RANGE_KEYS);
    const isOneStep = 'from' in wanted && 'from' in now && Date.now() - lastPush < ONE_STEP_MS;
    if (isNewRange && !isOneStep) {
      lastPush = Date.now();
      void router.push({ query });
    } else void router.replace({ query });
  }

  const stop = router.afterEach((to, _from, failure) => {
    // One that another has overtaken says nothing any more.
    if (failure === undefined) apply(to);
  });
  // Once the page shows what has changed: to write an address takes the browser longer than most of what is on the page.
  const { start: mirrorSoon } = useTimeoutFn(mirror, MIRROR_DELAY_MS, { immediate: false });
  watch([state, () => route.fullPath], mirrorSoon, { flush: 'post' });
  onScopeDispose(stop);
}
