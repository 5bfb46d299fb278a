import { defineStore } from 'pinia';
import { request } from '../app/bridge.ts';
import { createQuery } from './query.ts';

/** Functions of a range, with regressions, hosts and folders. */
export const useFunctionListStore = defineStore('function-list', () => createQuery('functionList'));

/** One function over a range. */
export const useFunctionHistoryStore = defineStore('function-history', () =>
  createQuery('functionHistory'),
);

/** Two periods, or two hosts, by function. */
export const useFunctionCompareStore = defineStore('function-compare', () =>
  createQuery('functionCompare'),
);

/** A page of runs. */
export const useFunctionRunsStore = defineStore('function-runs', () => createQuery('functionRuns'));

/** One run. */
export const useFunctionRunStore = defineStore('function-run', () => createQuery('functionRun'));

/** What calls of a run were given, once the user asks for it. */
export const useFunctionArgumentsStore = defineStore('function-arguments', () =>
  createQuery('functionArguments'),
);

/** Where runs are read: how far the tables are, and the ways to change it. */
export const useFunctionTablesStore = defineStore('function-tables', () => ({
  ...createQuery('functionTables'),
  /** Asks for a folder by the system's dialog. */
  chooseFolder: () => request('chooseFunctionFolder', {}),
  /** Ends the reading of the folder at this place of the settings. */
  removeFolder: (index: number) => request('removeFunctionFolder', { index }),
  /** Reads a source's table as a whole, whatever it costs. */
  readTable: (sourceId: string) => request('readFunctionTable', { sourceId }),
  stopTable: (sourceId: string) => request('stopFunctionTable', { sourceId }),
}));

/** What ran on a host in the minute that was clicked. */
export const useFunctionsThenStore = defineStore('functions-then', () =>
  createQuery('functionsThen'),
);

/** Runs of the host whose page is shown. */
export const useHostRunsStore = defineStore('host-runs', () => createQuery('functionRuns'));
