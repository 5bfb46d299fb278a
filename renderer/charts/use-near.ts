import { useIntersectionObserver } from '@vueuse/core';
import { onScopeDispose, ref, type Ref } from 'vue';

const waiting: (() => void)[] = [];

/** Those who wait are let in one by one, each in a task of its own: what they do takes long, and the page answers between. */
function letInNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setTimeout(letInNext);
}

function waitForTurn(act: () => void): void {
  waiting.push(act);
  if (waiting.length === 1) setTimeout(letInNext);
}

/**
 * Whether something has come near the window, once and for all: what is further down a page is made then. `atOnce`:
 * from the start, for what stands at the top.
 */
export function useNear(
  element: Readonly<Ref<HTMLElement | null>>,
  atOnce: boolean | undefined,
): Ref<boolean> {
  const near = ref(atOnce === true);
  let isGone = false;
  const { stop } = useIntersectionObserver(
    element,
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      stop();
      if (near.value) return;
      waitForTurn(() => {
        if (!isGone) near.value = true;
      });
    },
    { rootMargin: '200px 0px' },
  );
  onScopeDispose(() => {
    isGone = true;
  });
  return near;
}
