import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  fakeElectronForLinux,
  fakeElectronForMac,
  fakeElectronForWindows,
} from './fake-electron.ts';

/** The folder of the product's sources. */
export const PRODUCT = join(import.meta.dirname, '../../..');

/** The update address of the tests' packages. */
export const UPDATE_URL = 'https://updates.example.com/py-perf-desktop';

/** Paths of a packaged app. */
export interface Packed {
  /** The installed folder, and its resources folder. */
  root: string;
  resources: string;
  asar: string;
  /** What @electron/fuses reads. */
  program: string;
}

const SYSTEMS = {
  linux: { fill: fakeElectronForLinux, root: 'linux-unpacked', program: 'py-perf-desktop' },
  win: { fill: fakeElectronForWindows, root: 'win-unpacked', program: 'Py-Perf Desktop.exe' },
  mac: { fill: fakeElectronForMac, root: 'mac', program: 'Py-Perf Desktop.app' },
} as const;

/** A system to package for. */
export type PackedSystem = keyof typeof SYSTEMS;

const run = promisify(execFile);

let notices: Promise<unknown> | null = null;

/**
 * Runs `electron-builder --SYSTEM dir` with a fake Electron inside `folder`, and with the licences gathered by this
 * process' first call. Rejects with all of its output.
 */
export async function pack(
  system: PackedSystem,
  folder: string,
  { args = ['dir'], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<Packed> {
  for (const needed of ['out/main/index.js', 'out/renderer/licenses.json'])
    if (!existsSync(join(PRODUCT, needed)))
      throw new Error(`${needed} is not there: run "npm run build" first`);
  const electron = join(folder, 'electron');
  mkdirSync(electron, { recursive: true });
  SYSTEMS[system].fill(electron);
  notices ??= run(process.execPath, [join(PRODUCT, 'scripts/notices.ts')], { cwd: PRODUCT });
  await notices;
  const flags = [`-c.electronDist=${electron}`, `-c.directories.output=${outputIn(folder)}`];
  await run(
    process.execPath,
    [join(PRODUCT, 'scripts/package.ts'), `--${system}`, ...args, '--x64', ...flags],
    { cwd: PRODUCT, env: { ...process.env, UPDATE_URL, ...env } },
  );
  return packedIn(system, folder);
}

/** The app's folder made by `pack`, even if packaging then failed. */
export function packedIn(system: PackedSystem, folder: string): Packed {
  const { root: name, program } = SYSTEMS[system];
  const root = join(outputIn(folder), name);
  const resources =
    system === 'mac' ? join(root, program, 'Contents/Resources') : join(root, 'resources');
  return { root, resources, asar: join(resources, 'app.asar'), program: join(root, program) };
}

function outputIn(folder: string): string {
  return join(folder, 'dist');
}
