import { defineStore } from 'pinia';
import { createQuery } from '../../stores/query.ts';

/** The silences of the host on screen. */
export const useHostEventsStore = defineStore('host-events', () => createQuery('events'));

/** Statistics of the range on screen. */
export const useHostStatisticsStore = defineStore('host-statistics', () =>
  createQuery('hostStatistics'),
);

/** Who did it: the processes of a minute. */
export const useProcessesStore = defineStore('minute-processes', () =>
  createQuery('minuteProcesses'),
);
