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

/** The file system or interface of the host on screen that was chosen. */
export const useHostDetailSeriesStore = defineStore('host-detail-series', () =>
  createQuery('hostDetailSeries'),
);

/** Custom metrics of the host on screen. */
export const useHostCustomStore = defineStore('host-custom', () => createQuery('hostCustom'));

/** What the host on screen received and sent, by day. */
export const useHostTrafficStore = defineStore('host-traffic', () => createQuery('hostTraffic'));

/** Who did it: the processes of a minute. */
export const useProcessesStore = defineStore('minute-processes', () =>
  createQuery('minuteProcesses'),
);
