import { useDocumentVisibility, useIntervalFn, useLocalStorage } from '@vueuse/core';
import { computed, shallowRef } from 'vue';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { awaySummary } from './event-list.ts';
import { createQuery } from '../../stores/query.ts';

/** Seconds of absence that count as being away, and the most that the summary looks back. */
const AWAY_AFTER_S = 30 * MINUTE_S;
const LOOK_BACK_S = 7 * 24 * HOUR_S;

/**
 * What happened since the window was last in use, requested once when the app opens. While it is in use, the time is
 * saved every half minute.
 */
export function useAway(now: () => number) {
  const visibility = useDocumentVisibility();
  const lastSeen = useLocalStorage<number | null>('py-perf.last-seen', null, {
    serializer: { read: (text) => Number(text) || null, write: String },
  });
  const since = shallowRef<number | null>(null);
  const events = createQuery('events');
  const summary = computed(() =>
    since.value === null || events.data.value === null
      ? null
      : awaySummary(events.data.value.events, since.value),
  );

  const before = lastSeen.value;
  if (before !== null && now() - before > AWAY_AFTER_S) {
    since.value = Math.floor(Math.max(before, now() - LOOK_BACK_S));
  }
  useIntervalFn(
    () => {
      if (visibility.value === 'visible') lastSeen.value = now();
    },
    30_000,
    { immediateCallback: true },
  );

  /** Sends the request; call it after the first sync. */
  async function load(): Promise<void> {
    if (since.value !== null) await events.load({ from: since.value, to: now() + 1, limit: 5000 });
  }

  function dismiss(): void {
    since.value = null;
  }

  return { since, summary, load, dismiss };
}
