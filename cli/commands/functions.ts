import { Command, Option } from 'commander';
import { appFailure } from '../../contract/errors.ts';
import type { FunctionArguments, FunctionList } from '../../contract/functions.ts';
import type { HostRef } from '../../contract/host.ts';
import type { LocalService } from '../../worker/local.ts';
import {
  COMPARED_HELP,
  HELP,
  period,
  withFunctionFlags,
  type FunctionFlags,
} from '../function-flags.ts';
import { noSuchHost, readRuns, type Scope } from '../function-sources.ts';
import {
  argumentsTable,
  comparisonTable,
  historyTable,
  listTable,
  runTable,
  tableText,
  type FunctionTable,
} from '../function-tables.ts';
import { moment } from '../options.ts';
import { print } from '../print.ts';
import { ask, withService } from '../session.ts';

/** Runs per request. */
const RUNS_PER_PAGE = 1000;

/** The command `functions`: what the py-perf library measured, for all functions or one. */
export function functionsCommand(version: string): Command {
  return withFunctionFlags(new Command('functions'))
    .description('Show what the py-perf library measured: functions, or the runs of one.')
    .argument('[name]', 'a function: shows its runs, oldest first, or compares it alone')
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
        'show the arguments of the calls of its newest run; may hold secrets',
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
            'No run in this period has arguments of this function.\n',
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

/** Runs to search for one that kept its calls. */
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

/** The two sides to compare, the earlier one first; null without a comparison. Throws `AppFailure`. */
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
      'The time of --mark is outside the period.',
      'Give a longer --since, or a --period around it.',
    );
  return { before: { ...scope, to: mark }, after: { ...scope, from: mark } };
}

/** The text of an empty table: why there may be no rows. */
function noRuns({ hosts }: FunctionList): string {
  return hosts.length > 0
    ? 'No runs in this period. Give a longer --since.\n'
    : 'No runs yet. They come from programs that use the py-perf library and end normally: batch jobs, scripts, CI.\n' +
        'To read files of its local mode, give --dir.\n';
}

function show(table: FunctionTable, flags: FunctionFlags, none: string): void {
  print(tableText(table, flags, none));
}
