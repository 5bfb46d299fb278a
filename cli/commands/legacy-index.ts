import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import type { IndexedRole, LegacyIndex } from '../../contract/answers.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { FleetOverview } from '../../contract/fleet.ts';
import { safeJson } from '../../contract/safe-text.ts';
import { LEGACY_INDEX } from '../../contract/tables.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, warnAboutSources, withService } from '../session.ts';
import { say, tell } from '../print.ts';

interface LegacyIndexFlags extends SourceFlags {
  source?: string;
  functions?: boolean;
  create?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `legacy-index`: what the index of a legacy table would cost, and creating it. */
export function legacyIndexCommand(version: string): Command {
  return withSourceFlags(new Command('legacy-index'))
    .description('Show the index of the legacy table, what creating it costs, and create it.')
    .option('--source <id>', 'source of the legacy table (default: the first)')
    .option('--functions', 'the index of the table of runs instead')
    .option('--create', 'create it, once you have confirmed')
    .option('--yes', 'with --create: do not ask')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (flags: LegacyIndexFlags) => {
      await withService({ version, flags }, async (service) => {
        const { overview } = await ask(service, 'syncNow', { reason: 'user' });
        warnAboutSources(overview);
        const sourceId = flags.source ?? overview.sources[0]?.id ?? '';
        const role = flags.functions === true ? 'functions' : 'legacy';
        const found = await ask(service, 'legacyIndex', { sourceId, role });
        if (found.state === 'unavailable') throw notLookedAt(overview, sourceId, found.table);
        const print = (index: LegacyIndex): void => {
          say(flags.json === true ? `${safeJson(index, 2)}\n` : formatIndex(index, role));
        };
        if (flags.create !== true || found.state === 'creating' || found.state === 'active') {
          print(found);
          return;
        }
        if (flags.yes !== true) {
          tell(formatIndex(found, role));
          await confirmed(found.table);
        }
        print(await ask(service, 'createLegacyIndex', { sourceId, role }));
      });
    });
}

const HELP = `
Without the index, history of hosts that write the legacy layout is read by scans of the whole table; so are runs of
the py-perf library without their index (--functions). Nothing is created without --create.
"policy --role legacy-index" prints the rights it needs.`;

/** Why nothing is known of a table: the error of its source, if there is one. */
function notLookedAt({ sources }: FleetOverview, sourceId: string, table: string): AppFailure {
  const source = sources.find(({ id }) => id === sourceId);
  if (source !== undefined && source.error !== null) return new AppFailure(source.error);
  if (source?.status === 'unconfigured')
    return appFailure(
      'not-configured',
      `${source.name} is not connected, so nothing is known of ${table}.`,
      'Connect it by --profile, --region or in Settings of the app.',
    );
  return appFailure(
    'table-missing',
    `${table} was not found, or cannot be read.`,
    'Check the table name and the connection of the source; "py-perf doctor" says what is wrong.',
  );
}

/** The index, for people. */
export function formatIndex(index: LegacyIndex, role: IndexedRole = 'legacy'): string {
  const { table, state, hosts, command } = index;
  if (state === 'active') return `${table}: ${LEGACY_INDEX} exists and is used.\n`;
  if (state === 'creating')
    return `${table}: ${LEGACY_INDEX} is being filled. It is used once it is ready.\n`;
  return [
    role === 'legacy'
      ? `${table}: no ${LEGACY_INDEX}; ${String(hosts)} hosts write this table.`
      : `${table}: no ${LEGACY_INDEX}; runs of ${String(hosts)} hosts are known.`,
    ...priceLines(index, role),
    ...(command === null ? [] : ['By the AWS CLI:', `  ${command}`]),
    '',
  ].join('\n');
}

function priceLines(
  { writeUnits, cost, storageCost, throughput, seconds }: LegacyIndex,
  role: IndexedRole,
): string[] {
  const lines = [
    `Filling it: ${known(writeUnits)} write units, ${dollars(cost)} once. Storing it: ${dollars(storageCost)} a month, growing with the table.`,
    role === 'legacy'
      ? 'Every upload then costs about twice as much.'
      : 'Every upload then costs one more write unit.',
  ];
  if (throughput !== null)
    lines.push(
      `The table is provisioned: the index gets ${String(throughput.read)} read and ${String(throughput.write)} write units a second, like the table,`,
      `and is billed by the hour. Filling it takes at least ${known(seconds)} s.`,
      'Warning: if the index has too little throughput, DynamoDB throttles the writers of the table.',
    );
  return lines;
}

const known = (value: number | null): string =>
  value === null ? 'an unknown number of' : String(value);
const dollars = (value: number | null): string =>
  value === null ? 'at an unknown price' : `$${value.toFixed(2)}`;

/** Asks on the terminal. Throws `AppFailure` without a terminal, or if the answer is no. */
async function confirmed(table: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw appFailure(
      'invalid-input',
      'Nothing was created: there is no terminal to confirm on.',
      'Give --yes to create it without asking.',
    );
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await questions.question(`Create it? Type the name of the table (${table}): `);
  questions.close();
  if (answer.trim() !== table)
    throw appFailure('aborted', 'Nothing was created.', 'Type the name of the table to create it.');
}
