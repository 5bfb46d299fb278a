import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnvironment } from './environment.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a user would, in a process of its own. */
export async function runCli(
  args: string[],
  { dataDir, env = {} }: { dataDir: string; env?: Record<string, string> },
): Promise<CliResult> {
  const child = spawn(process.execPath, [join(ROOT, 'cli/index.ts'), ...args], {
    cwd: ROOT,
    env: { ...cleanEnvironment(), PY_PERF_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
