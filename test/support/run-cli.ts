import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from './environment.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The command line as `npm run cli` builds and starts it. It exists once `buildCli` has resolved. */
export const CLI = join(ROOT, 'out/cli/py-perf.cjs');

/** The output of a command, and its exit code. */
export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

let built: Promise<unknown> | null = null;

/** Builds the command line if a source is newer, once per process. */
export async function buildCli(): Promise<void> {
  const script = join(ROOT, 'scripts/build-cli.ts');
  built ??= promisify(execFile)(process.execPath, [script, '--if-older'], { cwd: ROOT });
  await built;
}

/** Runs the command line like a user, in its own process. */
export async function runCli(
  args: string[],
  { dataDir, env = {}, input }: { dataDir: string; env?: Record<string, string>; input?: string },
): Promise<CliResult> {
  await buildCli();
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: { ...cleanEnvironment(), PY_PERF_DATA_DIR: dataDir, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
