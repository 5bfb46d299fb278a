import { defineStore } from 'pinia';
import { createQuery } from './query.ts';

/** Functions of a range, with regressions, hosts and folders. */
export const useFunctionListStore = defineStore('function-list', () => createQuery('functionList'));

/** One function over a range. */
export const useFunctionHistoryStore = defineStore('function-history', () =>
  createQuery('functionHistory'),
);

/** A page of runs. */
export const useFunctionRunsStore = defineStore('function-runs', () => createQuery('functionRuns'));

/** One run. */
export const useFunctionRunStore = defineStore('function-run', () => createQuery('functionRun'));

/** How far the tables of runs are read. */
export const useFunctionTablesStore = defineStore('function-tables', () =>
  createQuery('functionTables'),
);

/** Runs of the host whose page is shown. */
export const useHostRunsStore = defineStore('host-runs', () => createQuery('functionRuns'));
