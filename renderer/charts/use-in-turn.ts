import { onMounted, onScopeDispose, ref, type Ref } from 'vue';

/**
 * The number of page parts to mount: `atOnce` with the page, then the others, each in its own task once those are on
 * screen, up to `count`.
 */
export function useInTurn(atOnce: number, count: () => number): Readonly<Ref<number>> {
  const made = ref(atOnce);
  const gone = new AbortController();

  function makeNext(): void {
    if (gone.signal.aborted) return;
    made.value += 1;
    if (made.value < count()) void goOn();
    // Parts added later are mounted at once.
    else made.value = Number.POSITIVE_INFINITY;
  }

  async function goOn(): Promise<void> {
    try {
      await scheduler.postTask(makeNext, { signal: gone.signal });
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  }

  onMounted(() => {
    requestAnimationFrame(() => void goOn());
  });
  onScopeDispose(() => {
    gone.abort();
  });
  return made;
}
