import { describe, expect, it } from 'vitest';
import type { FunctionSummary, FunctionTableState } from '../../../../../contract/functions.ts';
import {
  NO_FUNCTION_FILTER,
  functionsCsv,
  isNarrowed,
  namedLike,
  scopeOf,
  toldTables,
} from '../../../../../renderer/features/functions/function-filter.ts';

const summary = (name: string): FunctionSummary => ({
  name,
  runs: 2,
  calls: 3,
  wall: 1.5,
  mean: 0.5,
  min: null,
  max: 1,
  cpuShare: 0.25,
  hosts: 1,
  before: null,
  trend: [],
});
const hosts = ['a', 'b', 'c'].map((hostname) => ({ sourceId: 'default', hostname }));
const labelsOf = (key: string): readonly string[] =>
  key === 'default/a' ? ['prod', 'eu'] : key === 'default/b' ? ['prod'] : [];

describe('the hosts that a filter leaves', () => {
  it('are all if it names none', () => {
    expect(scopeOf(NO_FUNCTION_FILTER, hosts, labelsOf)).toBeUndefined();
  });

  it.each([
    [{ hosts: ['default/a', 'default/c'] }, ['a', 'c']],
    [{ labels: ['prod'] }, ['a', 'b']],
    [{ labels: ['prod', 'eu'] }, ['a', 'b']],
    [{ labels: ['nowhere'] }, []],
    [{ hosts: ['default/c'], labels: ['prod'] }, []],
  ])('with %j are %j', (change, wanted) => {
    const left = scopeOf({ ...NO_FUNCTION_FILTER, ...change }, hosts, labelsOf);
    expect(left?.map(({ hostname }) => hostname)).toEqual(wanted);
  });
});

it('names are searched for every word, ignoring case', () => {
  const functions = ['load_Orders', 'load_users', 'save'].map(summary);
  expect(namedLike(functions, ' ORDERS load ').map(({ name }) => name)).toEqual(['load_Orders']);
  expect(namedLike(functions, '')).toBe(functions);
});

it('CSV has a row per function, and no name is a formula', () => {
  expect(functionsCsv([summary('=cmd()')]).split('\r\n')[1]).toBe("'=cmd(),2,3,1.5,0.5,,1,0.25,1,");
});

it('a cleared filter matches everything', () => {
  expect(isNarrowed({ ...NO_FUNCTION_FILTER, name: ' ' })).toBe(false);
  expect(isNarrowed({ ...NO_FUNCTION_FILTER, name: 'load' })).toBe(true);
  expect(isNarrowed({ ...NO_FUNCTION_FILTER, labels: ['prod'] })).toBe(true);
});

it('a table that waits to be read, or cannot be, is shown; a missing one is not', () => {
  const table = (over: Partial<FunctionTableState>) => ({ state: 'idle', error: null, ...over });
  const error = { code: 'access-denied', message: 'Not allowed.', hint: 'Ask.' } as const;
  const tables = [
    table({}),
    table({ state: 'unavailable', error }),
    table({ state: 'unavailable' }),
  ] as FunctionTableState[];
  expect(toldTables(tables)).toEqual(tables.slice(0, 2));
});
