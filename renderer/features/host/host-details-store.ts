import { defineStore } from 'pinia';
import { createQuery } from '../../stores/query.ts';

/** The silences of the host on screen. */
export const useHostEventsStore = defineStore('host-events', () => createQuery('events'));

/** Statistics of the range on screen. */
export const useHostStatisticsStore = defineStore('host-statistics', () =>
  createQuery('hostStatistics'),
);

/** File systems and interfaces of the host on screen. */
export const useHostDetailsStore = defineStore('host-details', () => createQuery('hostDetails'));

/** Custom metrics of the host on screen. */
export const useHostCustomStore = defineStore('host-custom', () => createQuery('hostCustom'));

/** What the host on screen received and sent, by day. */
export const useHostTrafficStore = defineStore('host-traffic', () => createQuery('hostTraffic'));

/** Who did it: the processes of a minute. */
export const useProcessesStore = defineStore('minute-processes', () =>
  createQuery('minuteProcesses'),
);
