import { useIntervalFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Unix seconds, ticking once a second, so that states and ages follow the clock and not the poll. */
export const useClockStore = defineStore('clock', () => {
  const now = ref(unixNow());
  useIntervalFn(() => {
    now.value = unixNow();
  }, 1000);
  return { now };
});

function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}
