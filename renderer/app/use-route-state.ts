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

/** Ranges chosen by hand in quick succession, as by a wheel, are one step of Back. */
const ONE_STEP_MS = 1500;

/** Milliseconds from a change to the update of the address. */
const MIRROR_DELAY_MS = 60;

/** Keeps range, filter, order and layout in the address, so that Back restores them and a reload shows the same. */
export function useRouteState(): void {
  const route = useRoute();
  const router = useRouter();
  const view = useViewStore();
  let lastPush = 0;
  /** The target of a navigation that has not ended. */
  let underWay: RouteLocationNormalized | null = null;
  /** The query of the last navigation that this function began. */
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
    // Updating the address of this page would cancel the navigation to another: `ended` returns to it.
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

  // After the page shows the change: updating the address takes the browser longer than most rendering.
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
      // A new range is a step: pending changes belong to the address that Back leads to.
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
    // Input since our last update of the address is newer than that address.
    const isOwn = to.path === from.path && fingerprint(to.query) === mirrored;
    mirrored = null;
    // A navigation that another has overtaken no longer counts.
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
