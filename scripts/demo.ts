import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { madeUpFleet, storePath, writeDataDirectory } from '../test/support/made-up/fleet.ts';
import { addMadeUpRuns } from '../test/support/made-up/runs.ts';
import { startPulse } from '../test/support/made-up/pulse.ts';
import { DEMO_USAGE, demoOptions, type DemoOptions } from './demo-options.ts';
import { openApp } from './open-app.ts';

/** `npm run demo`: the app on a made-up fleet, in a temporary folder that is removed at the end. */
const ROOT = join(import.meta.dirname, '..');
const DAYS = 7;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let options: DemoOptions;
  try {
    options = demoOptions(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n\n${DEMO_USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(DEMO_USAGE);
    return 0;
  }
  if (!build()) return 1;
  const folder = mkdtempSync(join(tmpdir(), 'py-perf-demo-'));
  try {
    return await run(folder, options);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function build(): boolean {
  const vite = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel=warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return status === 0;
}

async function run(folder: string, { hosts, seed }: DemoOptions): Promise<number> {
  const dataDir = join(folder, 'data');
  const now = Date.now() / 1000;
  const fleet = madeUpFleet(hosts, now, { seed });
  process.stdout.write(
    `Making up ${String(hosts)} machines with ${String(DAYS)} days of data\u2026\n`,
  );
  // Filling the store is one long step: a Ctrl-C takes effect after it, and the folder is removed.
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  writeDataDirectory(dataDir, fleet, DAYS);
  addMadeUpRuns(storePath(dataDir), fleet.reporters, now);
  await setImmediate();
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  if (interrupted) return 130;
  const pulse = startPulse({
    path: storePath(dataDir),
    fleet,
    from: now,
    onError: (error) =>
      process.stderr.write(`The made-up machines could not report: ${String(error)}\n`),
  });
  try {
    // Chromium's own files go into the same folder, whatever the app has set by then.
    return await openApp({
      args: [`--user-data-dir=${dataDir}`],
      env: environment(folder, dataDir),
    });
  } finally {
    pulse.stop();
  }
}

/** No credentials, no AWS configuration, and none of the user's data. */
function environment(folder: string, dataDir: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(kept),
    PY_PERF_DATA_DIR: dataDir,
    PY_PERF_MACHINE_LOCK: `demo-${String(process.pid)}`,
    AWS_CONFIG_FILE: join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
