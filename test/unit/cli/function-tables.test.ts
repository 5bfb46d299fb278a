import { describe, expect, it } from 'vitest';
import { runTable, tableText } from '../../../cli/function-tables.ts';
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
  it('is cut to a width that a terminal has, and whole for programs', () => {
    const name = 'n'.repeat(1000);
    const lines = tableText(table(name, 'web'), {}, '').split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(140);
    expect(tableText(table(name), { json: true }, '')).toContain(name);
    expect(tableText(table(name), { csv: true }, '')).toContain(name);
  });

  it('without rows says why to a person, and is empty for programs', () => {
    expect(tableText(table(), {}, 'No run.\n')).toBe('No run.\n');
    expect(tableText(table(), { json: true }, 'No run.\n')).toBe('[]\n');
    expect(tableText(table(), { csv: true }, 'No run.\n').trim()).toBe(
      'time,hostname,functions,longestSeconds,state',
    );
  });

  it('gives hostile names to a terminal without what steers it', () => {
    const text = tableText(table('\u001b[31mred\u202e'), {}, '');
    expect(text).toContain('red');
    expect(text).not.toMatch(/[\u001b\u202e]/u);
  });
});
