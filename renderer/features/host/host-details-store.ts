import { defineStore } from 'pinia';
import { createQuery } from '../../stores/query.ts';

/** The outages of the current host. */
export const useHostEventsStore = defineStore('host-events', () => createQuery('events'));

/** Statistics of the current range. */
export const useHostStatisticsStore = defineStore('host-statistics', () =>
  createQuery('hostStatistics'),
);

/** File systems and interfaces of the current host. */
export const useHostDetailsStore = defineStore('host-details', () => createQuery('hostDetails'));

/** The chosen file system or interface of the current host. */
export const useHostDetailSeriesStore = defineStore('host-detail-series', () =>
  createQuery('hostDetailSeries'),
);

/** Custom metrics of the current host. */
export const useHostCustomStore = defineStore('host-custom', () => createQuery('hostCustom'));

/** Traffic of the current host, by day. */
export const useHostTrafficStore = defineStore('host-traffic', () => createQuery('hostTraffic'));

/** The processes of a minute. */
export const useProcessesStore = defineStore('minute-processes', () =>
  createQuery('minuteProcesses'),
);
