import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { cleanEnvironment } from '../../support/environment.ts';
import { CLI, buildCli } from '../../support/run-cli.ts';

beforeAll(buildCli);

interface Ending {
  code: number | null;
  stderr: string;
}

/** The end of `--help`, written to a pipe that nobody reads or to a file descriptor. */
function helpTo(stdout: 'pipe' | number): Promise<Ending> {
  const child = spawn(process.execPath, [CLI, '--help'], {
    env: cleanEnvironment(),
    stdio: ['ignore', stdout, 'pipe'],
  });
  child.stdout?.destroy();
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stderr });
    });
  });
}

it('a reader that closes the pipe, such as head, is no failure', async () => {
  expect(await helpTo('pipe')).toEqual({ code: 0, stderr: '' });
});

it.skipIf(!existsSync('/dev/full'))('output that a full disk does not take is one', async () => {
  const full = openSync('/dev/full', 'w');
  const { code, stderr } = await helpTo(full);
  closeSync(full);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: The output could not be written: ENOSPC/u);
});
