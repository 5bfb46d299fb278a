import { onMounted, onScopeDispose, ref, type Ref } from 'vue';

/**
 * How many parts of a page are made: `atOnce` with the page, the others once those are on screen, each in a task of its
 * own, until `count` says that all are.
 */
export function useInTurn(atOnce: number, count: () => number): Readonly<Ref<number>> {
  const made = ref(atOnce);
  const gone = new AbortController();

  function makeNext(): void {
    if (gone.signal.aborted) return;
    made.value += 1;
    if (made.value < count()) void goOn();
    // Whatever comes later is made at once.
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
