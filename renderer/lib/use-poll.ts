import { useDocumentVisibility } from '@vueuse/core';
import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** What to poll, and how often. */
export interface UsePollOptions {
  readonly intervalSeconds: Ref<number>;
  /** Runs a poll; must not throw. */
  readonly poll: () => Promise<void>;
}

/** The schedule of the polls. */
export interface UsePollReturn {
  /** Time of the next poll, Unix seconds; null while the window is hidden. */
  readonly nextAt: Readonly<Ref<number | null>>;
  /** Restarts the interval, for example after a sync by the user. */
  restart: () => void;
}

/**
 * Polls at an interval while the document is visible. A window that was hidden for longer than the interval polls as
 * soon as it is visible again.
 */
export function usePoll({ intervalSeconds, poll }: UsePollOptions): UsePollReturn {
  const visibility = useDocumentVisibility();
  const nextAt = ref<number | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = Date.now();

  function schedule(): void {
    clearTimeout(timer);
    if (visibility.value !== 'visible') {
      nextAt.value = null;
      return;
    }
    const dueAt = Math.max(Date.now(), lastAt + intervalSeconds.value * 1000);
    nextAt.value = Math.ceil(dueAt / 1000);
    timer = setTimeout(() => void run(), dueAt - Date.now());
  }

  async function run(): Promise<void> {
    lastAt = Date.now();
    await poll();
    schedule();
  }

  function restart(): void {
    lastAt = Date.now();
    schedule();
  }

  watch([visibility, intervalSeconds], schedule, { immediate: true });
  onScopeDispose(() => {
    clearTimeout(timer);
  });
  return { nextAt, restart };
}
