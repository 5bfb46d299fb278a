import { appFailure } from '../contract/errors.ts';
import type { FunctionList, FunctionTableState } from '../contract/functions.ts';
import type { HostRef } from '../contract/host.ts';
import { safeText } from '../contract/safe-text.ts';
import { nowSeconds, systemClock } from '../platform/clock.ts';
import type { LocalService } from '../worker/local.ts';
import { EXIT, printError } from './exit.ts';
import type { FunctionFlags } from './function-flags.ts';
import { tell } from './print.ts';
import { ask, warnAboutSources } from './session.ts';

/** Which runs to show; times in Unix seconds. */
export interface Scope {
  from: number;
  to: number;
  hosts?: HostRef[];
}

/** Reads what is new in tables and folders. Throws `AppFailure`. */
export async function readRuns(
  service: LocalService,
  flags: FunctionFlags,
): Promise<{ scope: Scope; list: FunctionList }> {
  if (flags.sync) {
    warnAboutSources((await ask(service, 'syncNow', { reason: 'user' })).overview);
    if (flags.readTable === true) await readTables(service);
    await service.engine.whenFunctionsRead();
    for (const table of await ask(service, 'functionTables', {})) warnAboutTable(table);
  }
  const { folders } = (await ask(service, 'getSettings', {})).functions;
  for (const path of new Set([...(flags.dir ?? []), ...(flags.sync ? folders : [])]))
    await readFolder(service, path);
  const now = Math.ceil(nowSeconds(systemClock));
  const range = flags.period ?? { from: now - flags.since, to: now + 1 };
  const all = await ask(service, 'functionList', range);
  if (flags.host === undefined) return { scope: range, list: all };
  const hosts = all.hosts.filter(({ hostname }) => hostname === flags.host);
  if (hosts.length === 0) throw noSuchHost(flags.host);
  const scope = { ...range, hosts };
  return { scope, list: await ask(service, 'functionList', scope) };
}

/** The error for a host without runs. */
export function noSuchHost(name: string): Error {
  return appFailure(
    'not-found',
    `The host "${name}" has no known runs.`,
    'See "runs" for hosts that have some.',
  );
}

/** Scans every table that can be scanned, whatever it costs. Throws `AppFailure`. */
async function readTables(service: LocalService): Promise<void> {
  for (const { sourceId, state } of await ask(service, 'functionTables', {}))
    if (state !== 'unavailable')
      await ask(service, 'readFunctionTable', { sourceId, unitsPerSecond: 100 });
    else tell(`${sourceId}: there is no table of runs to read.\n`);
}

/** Reports what was not read of a table, and how to read it, so that missing runs never look like none. */
function warnAboutTable({
  sourceId,
  state,
  error,
  readThrough,
  readUnits,
  cost,
  seconds,
}: FunctionTableState): void {
  if (error !== null) {
    process.exitCode = EXIT.notSynced;
    tell(`${sourceId}: the table of runs was not read.\n`);
    printError(error);
  } else if (state !== 'unavailable' && readThrough === null) {
    process.exitCode = EXIT.notSynced;
    const price =
      readUnits === null || cost === null || seconds === null
        ? 'Its size is unknown.'
        : `It takes ${String(readUnits)} read units, about $${cost.toFixed(4)}, and ${String(seconds)} s.`;
    tell(
      `${sourceId}: the table of runs has not been read completely. ${price}\nhint:  Give --read-table to read it whatever it costs.\n`,
    );
  }
}

async function readFolder(service: LocalService, path: string): Promise<void> {
  const { unreadable, files, problems } = await service.engine.answers.functionFolders.read(path);
  if (unreadable === 0) return;
  const named = problems.map(
    ({ name, problem }) => `  ${safeText(name, 120)}: ${safeText(problem, 200)}`,
  );
  const more = unreadable - problems.length;
  const lines = [
    `${safeText(path, 300)}: ${String(unreadable)} of ${String(files)} files are not runs, or incomplete.`,
    ...named,
    ...(more > 0 ? [`  and ${String(more)} more`] : []),
  ];
  tell(`${lines.join('\n')}\n`);
}
