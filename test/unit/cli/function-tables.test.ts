import { describe, expect, it } from 'vitest';
import {
  argumentsTable,
  comparisonTable,
  runTable,
  secondsWords,
  tableText,
} from '../../../cli/function-tables.ts';
import type { FunctionRunRow } from '../../../contract/functions.ts';

const run = (hostname: string): FunctionRunRow => ({
  sourceId: 'default',
  hostname,
  key: 1,
  at: 1_795_500_000.25,
  functions: 2,
  wall: 0.25,
  state: 'counted',
});
const table = (...hostnames: string[]) => runTable(hostnames.map(run));

describe('a table of functions or runs', () => {
  it('is cut to the width of a terminal, but complete for programs', () => {
    const name = 'n'.repeat(1000);
    const lines = tableText(table(name, 'web'), {}, '').split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(140);
    expect(tableText(table(name), { json: true }, '')).toContain(name);
    expect(tableText(table(name), { csv: true }, '')).toContain(name);
  });

  it('without rows explains why to people, and is empty for programs', () => {
    expect(tableText(table(), {}, 'No run.\n')).toBe('No run.\n');
    expect(tableText(table(), { json: true }, 'No run.\n')).toBe('[]\n');
    expect(tableText(table(), { csv: true }, 'No run.\n').trim()).toBe(
      'time,hostname,functions,longestSeconds,state',
    );
  });

  it('shows the length of a run without timings as unknown', () => {
    const empty = runTable([{ ...run('web'), functions: 0, wall: 0 }]);
    expect(tableText(empty, {}, '')).toMatch(/web +0 +- +counted/u);
    expect(JSON.parse(tableText(empty, { json: true }, ''))).toMatchObject([
      { longestSeconds: null },
    ]);
  });

  it('prints hostile names without terminal control sequences', () => {
    const text = tableText(table('\u001b[31mred\u202e'), {}, '');
    expect(text).toContain('red');
    expect(text).not.toMatch(/[\u001b\u202e]/u);
  });
});

describe('a table of what is compared', () => {
  const side = { runs: 6, calls: 12, wall: 24, mean: 2, entries: 6 };
  const compared = { before: 2, after: 3, ratio: 1.5, low: 1.25, high: 1.8 };
  const both = comparisonTable([
    { name: 'load', before: side, after: { ...side, mean: 3 }, compared },
    { name: 'new', before: null, after: { ...side, runs: 2 }, compared: null },
  ]);

  it('has the ratio with its interval, and neither if there are too few runs', () => {
    const [head, load, fresh] = tableText(both, {}, '').split('\n');
    expect(head?.split(/\s{2,}/u)).toEqual(
      'FUNCTION|RUNS 1|RUNS 2|MEAN 1|MEAN 2|RATIO|LOW|HIGH'.split('|'),
    );
    expect(load?.split(/\s{2,}/u)).toEqual('load|6|6|2.00 s|3.00 s|1.50|1.25|1.80'.split('|'));
    expect(fresh?.split(/\s{2,}/u)).toEqual('new|0|2|-|2.00 s|-|-|-'.split('|'));
  });

  it('gives programs seconds, and null for unknown values', () => {
    expect(JSON.parse(tableText(both, { json: true }, ''))).toEqual([
      {
        name: 'load',
        runsFirst: 6,
        runsSecond: 6,
        meanSecondsFirst: 2,
        meanSecondsSecond: 3,
        ratio: 1.5,
        ratioLow: 1.25,
        ratioHigh: 1.8,
      },
      {
        name: 'new',
        runsFirst: 0,
        runsSecond: 2,
        meanSecondsFirst: null,
        meanSecondsSecond: 2,
        ratio: null,
        ratioLow: null,
        ratioHigh: null,
      },
    ]);
  });
});

describe('a table of arguments', () => {
  const given = argumentsTable({
    name: 'load',
    calls: [
      { wall: 0.25, args: '["\u202ea", 1]', kwargs: '=cmd()' },
      { wall: null, args: '', kwargs: '' },
    ],
  });

  it('has a line for each call, without terminal control sequences', () => {
    const [, first = '', second] = tableText(given, {}, '').split('\n');
    expect(first).toMatch(/^\s*250\.00 ms\s+\["a", 1\]\s+=cmd\(\)$/u);
    expect(second?.trim()).toBe('-');
  });

  it('contains no formula for a spreadsheet', () => {
    const [, first = ''] = tableText(given, { csv: true }, '').split('\r\n');
    expect(first.endsWith(",'=cmd()")).toBe(true);
  });
});

it.each([
  [0, '0 s'],
  [2.5e-6, '2.5 µs'],
  [0.25, '250.00 ms'],
  [90, '90.00 s'],
  [300, '5.0 min'],
  [9000, '2.5 h'],
  [3.2e7, '370.4 d'],
])('%d seconds are said as %s', (seconds, words) => {
  expect(secondsWords(seconds)).toBe(words);
});
