import { toCsv, type CsvCell } from '../contract/csv.ts';
import { comparisonCells } from '../contract/function-compare.ts';
import type {
  FunctionArguments,
  FunctionDifference,
  FunctionHistory,
  FunctionRunRow,
  FunctionSummary,
} from '../contract/functions.ts';
import { safeJson, safeText } from '../contract/safe-text.ts';
import { DAY_S, HOUR_S } from '../contract/time.ts';
import { formatColumns } from './columns.ts';

/** A column: its name for programs, its heading, and how a number is formatted for people. Texts have no `words`. */
export interface FunctionColumn {
  readonly field: string;
  readonly head: string;
  readonly words?: (value: number) => string;
}

/** Rows with raw values; `columns` format them for people. */
export interface FunctionTable {
  readonly columns: readonly FunctionColumn[];
  readonly rows: readonly (readonly CsvCell[])[];
}

/** Seconds, in a suitable unit. */
export function secondsWords(seconds: number): string {
  if (seconds >= 2 * DAY_S) return `${(seconds / DAY_S).toFixed(1)} d`;
  if (seconds >= 2 * HOUR_S) return `${(seconds / HOUR_S).toFixed(1)} h`;
  if (seconds >= 120) return `${(seconds / 60).toFixed(1)} min`;
  if (seconds >= 1) return `${seconds.toFixed(2)} s`;
  if (seconds >= 0.001) return `${(seconds * 1000).toFixed(2)} ms`;
  return seconds === 0 ? '0 s' : `${(seconds * 1e6).toFixed(1)} µs`;
}

function timeWords(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function percentWords(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** Functions, slowest in total first. */
export function listTable(functions: readonly FunctionSummary[]): FunctionTable {
  return {
    columns: [
      { field: 'name', head: 'FUNCTION' },
      { field: 'runs', head: 'RUNS', words: String },
      { field: 'calls', head: 'CALLS', words: String },
      { field: 'wallSeconds', head: 'TOTAL', words: secondsWords },
      { field: 'meanSeconds', head: 'MEAN', words: secondsWords },
      { field: 'minSeconds', head: 'MIN', words: secondsWords },
      { field: 'maxSeconds', head: 'MAX', words: secondsWords },
      { field: 'cpuShare', head: 'CPU', words: percentWords },
      { field: 'hosts', head: 'HOSTS', words: String },
      { field: 'change', head: 'CHANGE', words: changeWords },
    ],
    rows: functions.map(({ name, runs, calls, wall, mean, min, max, cpuShare, hosts, before }) => [
      name,
      runs,
      calls,
      wall,
      mean,
      min,
      max,
      cpuShare,
      hosts,
      before === null || before === 0 ? null : mean / before - 1,
    ]),
  };
}

function changeWords(share: number): string {
  return `${share >= 0 ? '+' : ''}${percentWords(share)}`;
}

/** Runs of one function, or days with runs, oldest first. */
export function historyTable(history: FunctionHistory): FunctionTable {
  const { at, mean, low, high, calls, runs, host, hosts } = history;
  const known = (value: number | undefined): CsvCell =>
    value === undefined || Number.isNaN(value) ? null : value;
  return {
    columns: [
      { field: 'time', head: 'TIME', words: timeWords },
      { field: 'hostname', head: 'HOST' },
      { field: 'runs', head: 'RUNS', words: String },
      { field: 'calls', head: 'CALLS', words: String },
      { field: 'meanSeconds', head: 'MEAN', words: secondsWords },
      { field: 'lowSeconds', head: 'LOW', words: secondsWords },
      { field: 'highSeconds', head: 'HIGH', words: secondsWords },
    ],
    rows: Array.from(at, (time, index) => [
      time,
      hosts[host[index] ?? 0]?.hostname ?? '',
      known(runs[index]),
      known(calls[index]),
      known(mean[index]),
      known(low[index]),
      known(high[index]),
    ]),
  };
}

/** Runs, newest first. */
export function runTable(runs: readonly FunctionRunRow[]): FunctionTable {
  return {
    columns: [
      { field: 'time', head: 'UPLOADED', words: timeWords },
      { field: 'hostname', head: 'HOST' },
      { field: 'functions', head: 'FUNCTIONS', words: String },
      { field: 'longestSeconds', head: 'LONGEST', words: secondsWords },
      { field: 'state', head: 'STATE' },
    ],
    rows: runs.map(({ at, hostname, functions, wall, state }) => [
      at,
      hostname,
      functions,
      // Nothing was timed, or no value is a duration.
      functions === 0 ? null : wall,
      state,
    ]),
  };
}

/** The arguments of a function's calls, in the order in which they were written. */
export function argumentsTable({ calls }: FunctionArguments): FunctionTable {
  return {
    columns: [
      { field: 'wallSeconds', head: 'TOOK', words: secondsWords },
      { field: 'args', head: 'ARGS' },
      { field: 'kwargs', head: 'KWARGS' },
    ],
    rows: calls.map(({ wall, args, kwargs }) => [wall, args, kwargs]),
  };
}

/** Functions on two sides, those that have slowed most first. */
export function comparisonTable(functions: readonly FunctionDifference[]): FunctionTable {
  return {
    columns: [
      { field: 'name', head: 'FUNCTION' },
      { field: 'runsFirst', head: 'RUNS 1', words: String },
      { field: 'runsSecond', head: 'RUNS 2', words: String },
      { field: 'meanSecondsFirst', head: 'MEAN 1', words: secondsWords },
      { field: 'meanSecondsSecond', head: 'MEAN 2', words: secondsWords },
      { field: 'ratio', head: 'RATIO', words: ratioWords },
      { field: 'ratioLow', head: 'LOW', words: ratioWords },
      { field: 'ratioHigh', head: 'HIGH', words: ratioWords },
    ],
    rows: functions.map(comparisonCells),
  };
}

function ratioWords(ratio: number): string {
  return ratio.toFixed(2);
}

/** The output format: JSON, CSV, or text for people. */
export interface TableFlags {
  json?: boolean;
  csv?: boolean;
}

/** A table as text. `none` is printed for people if there are no rows. Only programs get full names. */
export function tableText(table: FunctionTable, { json, csv }: TableFlags, none: string): string {
  const { columns } = table;
  const rows = table.rows.map((row) => row.map(exactly));
  if (json === true) {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map(({ field }, index) => [field, row[index] ?? null])),
    );
    return `${safeJson(objects, 2)}\n`;
  }
  if (csv === true) return toCsv([columns.map(({ field }) => field), ...rows]);
  if (rows.length === 0) return none;
  const text = formatColumns(
    columns.map(({ head, words }) => ({ head, align: words === undefined ? 'left' : 'right' })),
    rows.map((row) => columns.map((column, index) => cellOf(column.words, row[index] ?? null))),
  );
  return `${text}\n`;
}

/** Significant digits of a duration, which is stored as a 32-bit float. Whole numbers keep all of theirs. */
const DIGITS = 7;

function exactly(cell: CsvCell): CsvCell {
  return typeof cell !== 'number' || Number.isInteger(cell) || cell > 1e9
    ? cell
    : Number(cell.toPrecision(DIGITS));
}

/** Characters of a name in a table for people. */
const MOST_NAME = 60;

function cellOf(words: ((value: number) => string) | undefined, cell: CsvCell): string {
  if (cell === null) return '-';
  return typeof cell === 'number' ? (words ?? String)(cell) : safeText(cell, MOST_NAME);
}
