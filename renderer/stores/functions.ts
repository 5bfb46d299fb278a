import { defineStore } from 'pinia';
import { request } from '../app/bridge.ts';
import { createQuery } from './query.ts';

/** Functions of a range, with regressions, hosts and folders. */
export const useFunctionListStore = defineStore('function-list', () => createQuery('functionList'));

/** One function over a range. */
export const useFunctionHistoryStore = defineStore('function-history', () =>
  createQuery('functionHistory'),
);

/** Two periods, or two hosts, function by function. */
export const useFunctionCompareStore = defineStore('function-compare', () =>
  createQuery('functionCompare'),
);

/** A page of runs. */
export const useFunctionRunsStore = defineStore('function-runs', () => createQuery('functionRuns'));

/** One run. */
export const useFunctionRunStore = defineStore('function-run', () => createQuery('functionRun'));

/** The arguments of a run's calls, on request. */
export const useFunctionArgumentsStore = defineStore('function-arguments', () =>
  createQuery('functionArguments'),
);

/** Where runs are read from: the state of the tables, and ways to change it. */
export const useFunctionTablesStore = defineStore('function-tables', () => ({
  ...createQuery('functionTables'),
  /** Lets the user choose a folder with the system's dialog. */
  chooseFolder: () => request('chooseFunctionFolder', {}),
  /** Stops reading the folder at this index of the settings. */
  removeFolder: (index: number) => request('removeFunctionFolder', { index }),
  /** Reads a source's whole table, whatever it costs. */
  readTable: (sourceId: string) => request('readFunctionTable', { sourceId }),
  stopTable: (sourceId: string) => request('stopFunctionTable', { sourceId }),
}));

/** What ran on a host in the clicked minute. */
export const useFunctionsThenStore = defineStore('functions-then', () =>
  createQuery('functionsThen'),
);

/** Runs of the current host. */
export const useHostRunsStore = defineStore('host-runs', () => createQuery('functionRuns'));
