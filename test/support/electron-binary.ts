import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ELECTRON = join(import.meta.dirname, '../../node_modules/electron');

/**
 * The path of Electron's binary if it is present, else null. Looks at the disk, because the `electron` package itself
 * would start a download.
 */
export function electronBinary(): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = executableName();
  if (override !== undefined && override !== '') return present(join(override, name));
  const recorded = join(ELECTRON, 'path.txt');
  return present(
    join(ELECTRON, 'dist', existsSync(recorded) ? readFileSync(recorded, 'utf8') : name),
  );
}

/** The host of the specs: the one in PY_PERF_E2E_HOST, else Electron if it is present. */
export function e2eHost(): 'electron' | 'standin' {
  const asked = process.env['PY_PERF_E2E_HOST'];
  if (asked === 'electron' || asked === 'standin') return asked;
  if (asked !== undefined && asked !== '')
    throw new Error(`PY_PERF_E2E_HOST is "${asked}"; it may be "electron" or "standin"`);
  return electronBinary() === null ? 'standin' : 'electron';
}

function present(path: string): string | null {
  return existsSync(path) ? path : null;
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
