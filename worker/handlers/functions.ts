import type { FunctionHandlers } from '../../contract/requests.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import type { LiveSettings } from '../live-settings.ts';

/** Requests about runs of the py-perf library. */
export function functionHandlers(
  engine: Pick<FleetEngine, 'answers' | 'sources' | 'functionArguments'>,
  settings: Pick<LiveSettings, 'load' | 'setFunctionFolders'>,
): FunctionHandlers {
  const { sources } = engine;
  const { functions } = engine.answers;
  return {
    functionList: (query) => functions.list(query),
    functionHistory: (query) => functions.history(query),
    functionCompare: (query) => functions.compare(query),
    functionRuns: (query) => functions.runs(query),
    functionRun: (query) => functions.run(query),
    functionArguments: (query) => engine.functionArguments(query),
    functionsThen: (query) => functions.ranThen(query),
    functionTables: () => sources.all().map(({ functionTable }) => functionTable.status()),
    readFunctionTable: async ({ sourceId, unitsPerSecond }) => {
      const source = sources.get(sourceId);
      source.functionTable.start(await source.reader(), unitsPerSecond);
      return source.functionTable.status();
    },
    stopFunctionTable: async ({ sourceId }) => {
      const { functionTable } = sources.get(sourceId);
      await functionTable.stop();
      return functionTable.status();
    },
    removeFunctionFolder: ({ index }) =>
      settings.setFunctionFolders(settings.load().functions.folders.toSpliced(index, 1)),
  };
}
