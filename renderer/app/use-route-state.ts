import { useTimeoutFn } from '@vueuse/core';
import { computed, onScopeDispose, watch } from 'vue';
import { useRoute, useRouter, type RouteLocationNormalized } from 'vue-router';
import './route-meta.ts';
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
  /** Where a navigation that has not ended leads to. */
  let underWay: RouteLocationNormalized | null = null;
  /** The query of the navigation that this function began last. */
  let mirrored: string | null = null;

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

  function mirror(shown = state.value): void {
    // To write the address of this page would call off the way to another: `ended` comes back to it.
    if (underWay !== null || route.meta.hasRange !== true) return;
    const wanted = queryOf(shown, USUAL_ORDER);
    const now = route.query;
    if (fingerprint(wanted) === fingerprint(now)) return;
    const query = withState(now, wanted);
    mirrored = fingerprint(wanted);
    const isNewRange =
      stateOf(now, USUAL_ORDER) !== null &&
      fingerprint(wanted, RANGE_KEYS) !== fingerprint(now, RANGE_KEYS);
    const isOneStep = 'from' in wanted && 'from' in now && Date.now() - lastPush < ONE_STEP_MS;
    if (isNewRange && !isOneStep) {
      lastPush = Date.now();
      void router.push({ query });
    } else void router.replace({ query });
  }

  // Once the page shows what has changed: to write an address takes the browser longer than most of what is on the page.
  const { start: mirrorSoon, isPending } = useTimeoutFn(
    () => {
      mirror();
    },
    MIRROR_DELAY_MS,
    { immediate: false },
  );
  watch(
    [state, () => route.fullPath],
    (_next, [before]) => {
      // A new range is a step: what was chosen just before belongs to the address that Back leads to.
      if (isPending.value && !hasRangeOfAddress(state.value) && hasRangeOfAddress(before))
        mirror(before);
      mirrorSoon();
    },
    { flush: 'post' },
  );

  function hasRangeOfAddress(shown: PageState): boolean {
    return (
      fingerprint(queryOf(shown, USUAL_ORDER), RANGE_KEYS) === fingerprint(route.query, RANGE_KEYS)
    );
  }

  function ended(
    to: RouteLocationNormalized,
    from: RouteLocationNormalized,
    failed: boolean,
  ): void {
    if (underWay?.fullPath === to.fullPath) underWay = null;
    // What was typed since an address of our own was written is newer than that address.
    const isOwn = to.path === from.path && fingerprint(to.query) === mirrored;
    mirrored = null;
    // One that another has overtaken says nothing any more.
    if (!failed && !isOwn) apply(to);
    mirrorSoon();
  }

  const stops = [
    router.beforeEach((to) => {
      underWay = to;
    }),
    router.afterEach((to, from, failure) => {
      ended(to, from, failure !== undefined);
    }),
    router.onError((_error, to, from) => {
      ended(to, from, true);
    }),
  ];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });
}
