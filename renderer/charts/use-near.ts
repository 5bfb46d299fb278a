import { useIntersectionObserver } from '@vueuse/core';
import { onScopeDispose, ref, type Ref } from 'vue';

/**
 * Whether something has come near the window, once and for all: what is further down a page is made then. `atOnce`:
 * from the start, for what stands at the top.
 */
export function useNear(
  element: Readonly<Ref<HTMLElement | null>>,
  atOnce: boolean | undefined,
): Ref<boolean> {
  const near = ref(atOnce === true);
  const gone = new AbortController();
  const { stop } = useIntersectionObserver(
    element,
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      stop();
      if (!near.value) void comeNear();
    },
    { rootMargin: '200px 0px' },
  );

  /** In a task of its own, as what follows takes long: the page answers between one and the next. */
  async function comeNear(): Promise<void> {
    const show = (): void => {
      near.value = true;
    };
    try {
      await scheduler.postTask(show, { signal: gone.signal });
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  }

  // What waits for its turn would keep the page that was left, and let the next one wait.
  onScopeDispose(() => {
    gone.abort();
  });
  return near;
}
