import { useIntersectionObserver } from '@vueuse/core';
import { onScopeDispose, ref, type Ref } from 'vue';

/**
 * Whether an element has come near the window, once and for all: parts further down are mounted then. `atOnce`: true
 * from the start, for the top of a page.
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

  /** In its own task, because mounting takes long: the page responds between two of them. */
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

  // A waiting task would keep a closed page alive and delay the next one.
  onScopeDispose(() => {
    gone.abort();
  });
  return near;
}
