import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_S } from '../../../contract/time.ts';
import { libraryFile } from '../../support/made-up/python-runs.ts';
import type { CliResult } from '../../support/run-cli.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

/** Before it, `load` took 2 s; since, 3 s. On host `b` it takes twice as long as on `a`. */
const MARK = Date.UTC(2026, 4, 10) / 1000;
const RUNS = 6;

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cli-functions-'));
  const folder = join(root, 'runs');
  mkdirSync(folder);
  for (const hostname of ['a', 'b'])
    for (let day = -RUNS; day < RUNS; day += 1) {
      const at = MARK + (day + 0.5) * DAY_S;
      const wall = (day < 0 ? 2 : 3) * (hostname === 'b' ? 2 : 1);
      const times = { calls: 1, wall, min: wall, max: wall, cpu: 0 };
      const timings = [
        { name: 'load', ...times, singles: [{ wall, at: at - wall }] },
        { name: '__proto__', ...times },
      ];
      const session = `${hostname}${String(day + RUNS).padStart(7, '0')}-0000-4000-8000-000000000000`;
      const { name, text } = libraryFile(
        { id: 0, session, at, hostname, timings },
        { secret: `hunter2\u001b[2J${hostname}` },
      );
      writeFileSync(join(folder, name), text);
    }
  writeFileSync(join(folder, 'perf_data_torn.json'), '{"id": 1');
  const first = await cli('runs', '--period', '2026-05-01..2026-05-20', '--dir', folder);
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('1 of 25') as string });
  expect(first.stdout.trim().split('\n')).toHaveLength(1 + 2 * 2 * RUNS);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function cli(...args: string[]): Promise<CliResult> {
  return runCliHere([...args, '--no-sync'], { dataDir: join(root, 'data') });
}
async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await cli(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

it('functions of two periods are compared, the earlier one first', async () => {
  const periods = [
    '--period',
    '2026-05-10..2026-05-16',
    '--compare-period',
    '2026-05-04..2026-05-10',
  ];
  const found = await json('functions', 'load', ...periods, '--host', 'a');
  expect(found).toMatchObject([
    { name: 'load', runsFirst: 6, runsSecond: 6, meanSecondsFirst: 2, meanSecondsSecond: 3 },
  ]);
  expect(found).toMatchObject([{ ratio: 1.5, ratioLow: 1.5, ratioHigh: 1.5 }]);
});

it('two hosts are compared, and before and after a time', async () => {
  const period = ['--period', '2026-05-01..2026-05-20', '--host', 'b'];
  expect(await json('functions', '__proto__', ...period, '--compare-host', 'a')).toMatchObject([
    { name: '__proto__', meanSecondsFirst: 2.5, meanSecondsSecond: 5, ratio: 2 },
  ]);
  expect(await json('functions', 'load', ...period, '--mark', '2026-05-10')).toMatchObject([
    { meanSecondsFirst: 4, meanSecondsSecond: 6, ratio: 1.5 },
  ]);
});

it('arguments are those of the newest run, without control characters', async () => {
  const asked = ['functions', 'load', '--arguments', '--period', '2026-05-01..2026-05-20'];
  const { code, stdout } = await cli(...asked, '--host', 'a');
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(stdout).toContain('3.00 s');
  expect(stdout).toContain('hunter2');
  expect(stdout).not.toContain('\u001b');
});

it.each([
  [1, 'No run has a function "nope"', ['nope', '--since', '400d', '--mark', '2026-05-10']],
  [1, 'The host "c" has no known runs', ['--host', 'a', '--compare-host', 'c']],
  [1, '--compare-host needs --host', ['--compare-host', 'a']],
  [1, '--arguments needs a function', ['--arguments']],
  [1, 'is outside the period', ['--period', '2026-05-11..2026-05-12', '--mark', '2026-05-10']],
  [2, 'two times in order', ['--period', '2026-05-12..2026-05-11']],
  [2, 'cannot be used with', ['load', '--arguments', '--mark', '2026-05-10']],
])('wrong input exits with %i and prints "%s"', async (code, message, args) => {
  const result = await cli('functions', ...args);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(result.stderr).toContain(message);
});
