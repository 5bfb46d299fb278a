import { defineStore } from 'pinia';
import { createQuery } from './query.ts';

/** The whole fleet over a range: mean, p95, maximum, number online. */
export const useFleetSeriesStore = defineStore('fleet-series', () => createQuery('fleetSeries'));

/** Hosts by time. */
export const useHeatMapStore = defineStore('heat-map', () => createQuery('heatMap'));

/** CPU of every host over the range of the overview, for the small lines in its rows. */
export const useTrendStore = defineStore('trend', () => createQuery('heatMap'));

/** What happened in the fleet. */
export const useEventsStore = defineStore('events', () => createQuery('events'));
