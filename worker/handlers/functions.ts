import type { FunctionHandlers } from '../../contract/requests.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import type { LiveSettings } from '../live-settings.ts';

/** Answers about runs of the py-perf library. */
export function functionHandlers(
  { functions }: Pick<FleetEngine, 'functions'>,
  settings: Pick<LiveSettings, 'load' | 'setFunctionFolders'>,
): FunctionHandlers {
  return {
    functionList: (query) => functions.list(query),
    functionHistory: (query) => functions.history(query),
    functionRuns: (query) => functions.runs(query),
    functionRun: (query) => functions.run(query),
    removeFunctionFolder: ({ index }) =>
      settings.setFunctionFolders(settings.load().functions.folders.toSpliced(index, 1)),
  };
}
