import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { electronBinary } from '../test/support/electron-binary.ts';
import { startChromium } from './start-chromium.ts';

/** How the app is started. */
export interface OpenOptions {
  /** The app's own arguments. */
  args: string[];
  env: NodeJS.ProcessEnv;
}

const ROOT = join(import.meta.dirname, '..');

/**
 * Opens the built app in Electron or, if its binary cannot be downloaded, in Chromium. Resolves with its exit code;
 * SIGINT and SIGTERM end it first.
 */
export async function openApp(options: OpenOptions): Promise<number> {
  const binary = electronBinary() ?? fetchElectron();
  if (binary !== null) return openElectron(binary, options);
  process.stdout.write(ELSEWHERE);
  return startChromium(options);
}

const ELSEWHERE = `Opening the app in Chromium instead, which shows the same pages.
To have Electron: allow its download, or name an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.
`;

async function openElectron(binary: string, { args, env }: OpenOptions): Promise<number> {
  const child = spawn(binary, [ROOT, ...args], { stdio: 'inherit', env });
  const end = (): void => {
    child.kill();
  };
  // A terminal sends SIGINT to the app as well: waiting is enough there, and harmless elsewhere.
  process.once('SIGINT', end).once('SIGTERM', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', end).off('SIGTERM', end);
  return code ?? 1;
}

/** Runs the Electron package's own download from GitHub. Prints why if it fails. */
function fetchElectron(): string | null {
  process.stdout.write('Fetching Electron from GitHub\u2026\n');
  const { status, stderr, error } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/electron/install.js')],
    { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', timeout: 300_000 },
  );
  const binary = status === 0 ? electronBinary() : null;
  if (binary === null)
    process.stdout.write(
      `Electron is not installed, and its download failed: ${downloadProblem(error?.message ?? stderr)}.\n`,
    );
  return binary;
}

/** The line of an error's stack that says what is wrong. */
export function downloadProblem(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line = lines.find((text) => /error/iu.test(text)) ?? lines.find((text) => text !== '');
  return line?.replace(/\.$/u, '').slice(0, 300) ?? 'no reason given';
}
