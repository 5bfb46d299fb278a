import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DAY_S, HOUR_S, MINUTE_S } from '../contract/time.ts';
import { moment, withSourceFlags, type SourceFlags } from './options.ts';

/** Flags of `functions` and `runs`. Times are Unix seconds, `since` is a duration in seconds. */
export interface FunctionFlags extends SourceFlags {
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

/** Adds the options that `functions` and `runs` share. */
export function withFunctionFlags(command: Command): Command {
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
      'read a local-mode folder first; repeat for more',
      (path: string, before: string[] | undefined) => [...(before ?? []), resolve(path)],
    )
    .option('--read-table', 'scan a table without an index, whatever it costs')
    .addOption(new Option('--json', 'print a JSON array').conflicts('csv'))
    .option('--csv', 'print comma-separated values')
    .option('--no-sync', 'show what is stored without asking DynamoDB');
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_S, h: HOUR_S, d: DAY_S };
const MOST_DAYS = 400;

/** Parses a duration such as `7d` into seconds. */
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
export interface Period {
  from: number;
  to: number;
}

/** Parses a period such as `2026-11-20..2026-11-27`. */
export function period(text: string): Period {
  const [from, to, ...more] = text.split('..').map(moment);
  if (from === undefined || to === undefined || more.length > 0 || from >= to)
    throw new InvalidArgumentError(
      'It must be two times in order, such as 2026-11-20..2026-11-27.',
    );
  if (to - from > MOST_DAYS * DAY_S)
    throw new InvalidArgumentError(`It must be at most ${String(MOST_DAYS)} days long.`);
  return { from, to };
}

/** The part of `--help` about comparisons. */
export const COMPARED_HELP = `

Compared: the ratio is the geometric mean of the runs of the second side by that of the first, LOW to HIGH its 95 % interval
(Welch). It takes five runs on each side, or days where a period is longer than 32 days:
  functions --period 2026-11-20..2026-11-27 --compare-period 2026-11-13..2026-11-20
  functions import_orders --mark 2026-11-24T10:00 --since 14d
  functions --host batch-1 --compare-host batch-2`;

/** The part of `--help` about the figures. */
export const HELP = `
Totals are inclusive: calls within calls count again. CPU time is that of the whole process. Names have no module. Columns of
--json and --csv are in seconds and Unix seconds. Runs that a later upload of the same session contains do not count.`;
