import { resolve } from 'node:path';
import { Command, Option, InvalidArgumentError } from 'commander';
import { appFailure } from '../../contract/errors.ts';
import type {
  FunctionArguments,
  FunctionList,
  FunctionTableState,
} from '../../contract/functions.ts';
import type { HostRef } from '../../contract/host.ts';
import { safeText } from '../../contract/safe-text.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../contract/time.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import type { LocalService } from '../../worker/local.ts';
import { EXIT, printError } from '../exit.ts';
import {
  argumentsTable,
  comparisonTable,
  historyTable,
  listTable,
  runTable,
  tableText,
  type FunctionTable,
} from '../function-tables.ts';
import { moment, withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, warnAboutSources, withService } from '../session.ts';
import { print, tell } from '../print.ts';

interface FunctionFlags extends SourceFlags {
  host?: string;
  since: number;
  period?: Period;
  comparePeriod?: Period;
  compareHost?: string;
  mark?: number;
  arguments?: boolean;
  dir?: string[];
  readTable?: boolean;
  sync: boolean;
  json?: boolean;
  csv?: boolean;
}

/** Runs asked for at once. */
const RUNS_PER_PAGE = 1000;

/** The command `functions`: what the py-perf library measured, over all functions or of one. */
export function functionsCommand(version: string): Command {
  return withFunctionFlags(new Command('functions'))
    .description('Show what the py-perf library measured: functions, or the runs of one.')
    .argument('[name]', 'a function: its runs, oldest first; compared, that function alone')
    .addOption(
      new Option('--compare-period <from..to>', 'compare with another period, which comes first')
        .argParser(period)
        .conflicts(['compareHost', 'mark']),
    )
    .addOption(
      new Option(
        '--compare-host <name>',
        'compare --host with another host, which comes first',
      ).conflicts('mark'),
    )
    .option('--mark <time>', 'compare before and after a moment, such as a release', moment)
    .addOption(
      new Option(
        '--arguments',
        'show what the calls of its newest run were given; may hold secrets',
      ).conflicts(['comparePeriod', 'compareHost', 'mark']),
    )
    .addHelpText('after', HELP + COMPARED_HELP)
    .action(async (name: string | undefined, flags: FunctionFlags) => {
      await withService({ version, flags }, async (service) => {
        if (flags.compareHost !== undefined && flags.host === undefined)
          throw appFailure('invalid-input', '--compare-host needs --host.', 'Name both hosts.');
        if (flags.arguments === true && name === undefined)
          throw appFailure('invalid-input', '--arguments needs a function.', 'Give its name.');
        const { scope, list } = await readRuns(service, flags);
        const none = noRuns(list);
        const sides = sidesOf(flags, scope, list.hosts);
        if (sides !== null) {
          // A name that no run has is a mistake, not a function without runs in these periods.
          if (name !== undefined) await ask(service, 'functionHistory', { ...scope, name });
          const { functions } = await ask(service, 'functionCompare', sides);
          const wanted = functions.filter((of) => name === undefined || of.name === name);
          show(comparisonTable(wanted), flags, 'No such function ran on either side.\n');
        } else if (name !== undefined && flags.arguments === true)
          show(
            argumentsTable(await newestArguments(service, scope, name)),
            flags,
            'No run of this time has arguments of this function.\n',
          );
        else if (name === undefined) show(listTable(list.functions), flags, none);
        else
          show(
            historyTable(await ask(service, 'functionHistory', { ...scope, name })),
            flags,
            none,
          );
      });
    });
}

/** The command `runs`: every upload of the py-perf library. */
export function runsCommand(version: string): Command {
  return withFunctionFlags(new Command('runs'))
    .description('Show the runs of programs that the py-perf library measured, newest first.')
    .addHelpText('after', HELP)
    .action(async (flags: FunctionFlags) => {
      await withService({ version, flags }, async (service) => {
        const { scope, list } = await readRuns(service, flags);
        const runs = [];
        for (let offset = 0; ; offset += RUNS_PER_PAGE) {
          const input = { ...scope, offset, limit: RUNS_PER_PAGE };
          const page = await ask(service, 'functionRuns', input);
          runs.push(...page.runs);
          if (page.runs.length < RUNS_PER_PAGE) break;
        }
        show(runTable(runs), flags, noRuns(list));
      });
    });
}

function withFunctionFlags(command: Command): Command {
  return withSourceFlags(command)
    .option('--host <name>', 'only this host')
    .addOption(
      new Option('--since <time>', 'how far back: 90m, 12h, 7d')
        .argParser(duration)
        .default(7 * DAY_S, '7d'),
    )
    .addOption(
      new Option('--period <from..to>', 'a period instead: ISO 8601, UTC without zone')
        .argParser(period)
        .conflicts('since'),
    )
    .option(
      '--dir <folder>',
      'read a folder of the local mode first; may be given again',
      (path: string, before: string[] | undefined) => [...(before ?? []), resolve(path)],
    )
    .option('--read-table', 'scan a table without index, whatever it costs')
    .addOption(new Option('--json', 'print a JSON array').conflicts('csv'))
    .option('--csv', 'print comma-separated values')
    .option('--no-sync', 'show what is stored without asking DynamoDB');
}

/** Reads what is new in tables and folders. Throws `AppFailure`. */
async function readRuns(
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

/** Runs that are looked through for one whose calls were kept. */
const MOST_LOOKED_AT = 200;

/** The arguments of the newest run that kept calls of a function. Throws `AppFailure`. */
async function newestArguments(
  service: LocalService,
  scope: Scope,
  name: string,
): Promise<FunctionArguments> {
  const { keys } = await ask(service, 'functionHistory', { ...scope, name });
  for (const key of Array.from(keys).slice(-MOST_LOOKED_AT).reverse()) {
    const { functions } = await ask(service, 'functionRun', { key });
    const kept = functions.some((of) => of.name === name && of.percentiles !== null);
    if (kept) return ask(service, 'functionArguments', { key, name });
  }
  return { name, calls: [] };
}

/** What is compared, the first side before; null where nothing is. Throws `AppFailure`. */
function sidesOf(
  { comparePeriod, compareHost, mark }: FunctionFlags,
  scope: Scope,
  known: readonly HostRef[],
): { before: Scope; after: Scope } | null {
  if (comparePeriod !== undefined) return { before: { ...scope, ...comparePeriod }, after: scope };
  if (compareHost !== undefined) {
    const hosts = known.filter(({ hostname }) => hostname === compareHost);
    if (hosts.length === 0) throw noSuchHost(compareHost);
    return { before: { ...scope, hosts }, after: scope };
  }
  if (mark === undefined) return null;
  if (mark <= scope.from || mark >= scope.to)
    throw appFailure(
      'invalid-input',
      'The moment of --mark is not within the period.',
      'Give a longer --since, or a --period around it.',
    );
  return { before: { ...scope, to: mark }, after: { ...scope, from: mark } };
}

function noSuchHost(name: string): Error {
  return appFailure(
    'not-found',
    `No run is known of a host "${name}".`,
    'See "runs" for the hosts that have some.',
  );
}

/** Scans every table that can be, whatever it costs. Throws `AppFailure`. */
async function readTables(service: LocalService): Promise<void> {
  for (const { sourceId, state } of await ask(service, 'functionTables', {}))
    if (state !== 'unavailable')
      await ask(service, 'readFunctionTable', { sourceId, unitsPerSecond: 100 });
    else tell(`${sourceId}: there is no table of runs to read.\n`);
}

/** Says what of a table is not read, and how it can be: what is missing never passes for nothing. */
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
        ? 'Its size is not known.'
        : `It takes ${String(readUnits)} read units, about $${cost.toFixed(4)}, and ${String(seconds)} s.`;
    tell(
      `${sourceId}: the table of runs has not been read as a whole. ${price}\nhint:  Give --read-table to read it whatever it costs.\n`,
    );
  }
}

async function readFolder(service: LocalService, path: string): Promise<void> {
  const { unreadable, files } = await service.engine.answers.functionFolders.read(path);
  if (unreadable > 0)
    tell(
      `${safeText(path, 300)}: ${String(unreadable)} of ${String(files)} files are no runs, or not all of one.\n`,
    );
}

interface Scope {
  from: number;
  to: number;
  hosts?: HostRef[];
}

/** What a table of nothing says: why there may be none. */
function noRuns({ hosts }: FunctionList): string {
  return hosts.length > 0
    ? 'No run in this time. Give a longer --since.\n'
    : 'No run is known. They come from programs that use the py-perf library and end in order: batch jobs, scripts, CI.\n' +
        'Files of its local mode are read with --dir.\n';
}

function show(table: FunctionTable, flags: FunctionFlags, none: string): void {
  print(tableText(table, flags, none));
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_S, h: HOUR_S, d: DAY_S };
const MOST_DAYS = 400;

/** Parses a length of time such as `7d`. Seconds. */
function duration(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  const seconds = Number(digits) * (UNITS[unit] ?? 0);
  if (seconds < MINUTE_S || seconds > MOST_DAYS * DAY_S)
    throw new InvalidArgumentError(
      `It must be a time such as 12h or 7d, up to ${String(MOST_DAYS)}d.`,
    );
  return seconds;
}

/** A period in Unix seconds. */
interface Period {
  from: number;
  to: number;
}

/** Parses a period such as `2026-11-20..2026-11-27`. */
function period(text: string): Period {
  const [from, to, ...more] = text.split('..').map(moment);
  if (from === undefined || to === undefined || more.length > 0 || from >= to)
    throw new InvalidArgumentError(
      'It must be two times in order, such as 2026-11-20..2026-11-27.',
    );
  if (to - from > MOST_DAYS * DAY_S)
    throw new InvalidArgumentError(`It must be at most ${String(MOST_DAYS)} days long.`);
  return { from, to };
}

const COMPARED_HELP = `

Compared: the ratio is the geometric mean of the runs of the second side by that of the first, LOW to HIGH its 95 % interval
(Welch). It takes five runs on each side, or days where a period is longer than 32 days:
  functions --period 2026-11-20..2026-11-27 --compare-period 2026-11-13..2026-11-20
  functions import_orders --mark 2026-11-24T10:00 --since 14d
  functions --host batch-1 --compare-host batch-2`;

const HELP = `
Totals are inclusive: calls within calls count again. CPU time is that of the whole process. Names have no module. Columns of
--json and --csv are in seconds and Unix seconds. Runs that a later upload of the same session contains do not count.`;
