import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../../support/environment.ts';
import { CLI, buildCli, runCli } from '../../support/run-cli.ts';

let dataDir: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'one-collector-'));
});

afterAll(async () => {
  await Promise.all(started.map((child) => kill(child, 'SIGKILL')));
  rmSync(dataDir, { recursive: true });
});

/** Starts `collect` and waits until it reports that it collects. */
async function collect(): Promise<ChildProcess> {
  await buildCli();
  const child = spawn(process.execPath, [CLI, 'collect'], {
    env: { ...cleanEnvironment(), PY_PERF_DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Collecting ')) resolve();
    });
    child.once('exit', () => {
      reject(new Error(`collect ended: ${said}`));
    });
  });
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

it('reports the running collector and stops, and takes over from a killed one', async () => {
  const first = await collect();
  const second = await runCli(['collect'], { dataDir });
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`process ${String(first.pid)}`);
  expect(second.stderr).toContain('collects this machine already');

  await kill(first, 'SIGKILL');
  const third = await collect();
  expect(await kill(third, 'SIGTERM')).toBe(0);
});

describe('a collector in the foreground', () => {
  let first: ChildProcess;
  beforeAll(async () => {
    first = await collect();
  });

  // Restarted in place: a second process would cost more than is saved.
  it.skipIf(process.platform !== 'linux')(
    'is the process that was started, with the flags of the service',
    () => {
      const read = (file: string): string[] =>
        readFileSync(`/proc/${String(first.pid)}/${file}`, 'utf8').split('\0');
      expect(read('cmdline')).toEqual(
        expect.arrayContaining(['--jitless', '--no-node-snapshot', '--expose-gc', CLI, 'collect']),
      );
      expect(read('environ')).toContain('MALLOC_ARENA_MAX=1');
    },
  );

  it('is the only one of the machine, whatever the data directory, and reports its mode and directory', async () => {
    const other = mkdtempSync(join(tmpdir(), 'one-collector-'));
    const second = await runCli(['collect', '--service'], { dataDir: other });
    rmSync(other, { recursive: true });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`process ${String(first.pid)}, foreground, since 20`);
    expect(second.stderr).toContain(`data in ${dataDir})`);
  });

  it('is the only one of a data directory that machines share', async () => {
    const second = await runCli(['collect'], {
      dataDir,
      env: { PY_PERF_MACHINE_LOCK: `another-machine-${String(process.pid)}` },
    });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('collects this machine already');
  });

  it('continues when its terminal is gone', async () => {
    first.kill('SIGHUP');
    const second = await runCli(['collect'], { dataDir });
    expect(second.stderr).toContain(`process ${String(first.pid)}`);
    expect(await kill(first, 'SIGTERM')).toBe(0);
  });
});
