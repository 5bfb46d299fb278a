import { defineStore } from 'pinia';
import { markRaw } from 'vue';
import { REQUIRED_METRICS, type RequiredMetric } from '../../contract/metrics.ts';
import { createQuery, type Query } from './query.ts';

/** The whole fleet over a range: mean, p95, maximum, number online. */
export const useFleetSeriesStore = defineStore('fleet-series', () => createQuery('fleetSeries'));

/** Each metric that every sample has, over a range, for the small courses above the host list. */
export const useFleetCourseStore = defineStore('fleet-courses', () => ({
  courses: markRaw(
    Object.fromEntries(
      REQUIRED_METRICS.map((metric) => [metric, createQuery('fleetSeries')]),
    ) as Record<RequiredMetric, Query<'fleetSeries'>>,
  ),
}));

/** Hosts by time. */
export const useHeatMapStore = defineStore('heat-map', () => createQuery('heatMap'));

/** CPU of every host over the overview's range, for the small lines in its rows. */
export const useTrendStore = defineStore('trend', () => createQuery('heatMap'));

/** What happened in the fleet. */
export const useEventsStore = defineStore('events', () => createQuery('events'));
