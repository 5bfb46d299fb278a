import { nextTick, onScopeDispose, type ShallowRef } from 'vue';
import { useRouter } from 'vue-router';

/** Pages share one scrolling element. A new page starts at the top; the host list returns to its last position. */
export function usePageScroll(scroller: Readonly<ShallowRef<HTMLElement | null>>): void {
  const router = useRouter();
  let listTop = 0;

  const stopBefore = router.beforeEach((to, from) => {
    if (from.name === 'overview' && to.path !== from.path) listTop = scroller.value?.scrollTop ?? 0;
  });
  const stopAfter = router.afterEach(async (to, from) => {
    if (to.path === from.path) return;
    scroller.value?.scrollTo({ top: 0 });
    if (to.name !== 'overview' || listTop === 0) return;
    await nextTick();
    scroller.value?.scrollTo({ top: listTop });
  });
  onScopeDispose(() => {
    stopBefore();
    stopAfter();
  });
}
