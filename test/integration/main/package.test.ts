import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PRODUCT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** Where @electron/fuses finds the fuses of a binary: this mark, version 1, their number, one digit each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = '101100000';
const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);

let folder: string;
let unpacked: string;
let asar: string;

/** A folder that electron-builder takes for Electron's: what it cannot do without, and nothing that runs. */
function fakeElectron(path: string): string {
  mkdirSync(join(path, 'locales'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FUSES.length]),
    Buffer.from(FUSES),
  ]);
  writeFileSync(join(path, 'electron'), wire, { mode: 0o755 });
  writeFileSync(join(path, 'locales/en-US.pak'), '');
  writeFileSync(join(path, 'LICENSE'), '');
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  if (!existsSync(join(PRODUCT, 'out/main/index.js')))
    throw new Error('out/ is not there: run "npm run build" first');
  const electron = fakeElectron(join(folder, 'electron'));
  const builder = join(PRODUCT, 'node_modules/electron-builder/cli.js');
  const output = join(folder, 'dist');
  await run(
    process.execPath,
    [
      builder,
      '--linux',
      'dir',
      `-c.electronDist=${electron}`,
      `-c.directories.output=${output}`,
      '--publish',
      'never',
    ],
    { cwd: PRODUCT },
  );
  unpacked = join(output, 'linux-unpacked');
  asar = join(unpacked, 'resources/app.asar');
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the package for Linux', () => {
  it('holds the built app, its icons and its licence, and nothing else of ours', () => {
    const own = listPackage(asar, { isPack: false }).filter(
      (path) => !path.startsWith('/node_modules'),
    );
    const unexpected = own.filter(
      (path) =>
        !/^\/(?:out|build|package\.json$|LICENSE$)/u.test(path) ||
        /^\/build(?!$|\/icons(?:$|\/[\w@-]+\.png$))/u.test(path),
    );
    expect(unexpected).toEqual([]);
    expect(own).toEqual(
      expect.arrayContaining([
        '/out/main/index.js',
        '/out/main/service-worker.js',
        '/out/preload/index.cjs',
        '/out/renderer/index.html',
        '/build/icons/tray-ok.png',
        '/build/icons/icon.png',
        '/LICENSE',
      ]),
    );
  });

  it('holds neither sources nor maps, and no tools', () => {
    const all = listPackage(asar, { isPack: false });
    expect(all.filter((path) => /\.(?:ts|vue|map)$/u.test(path))).toEqual([]);
    const tools = ['electron', 'vite', 'vue', 'vitest', 'playwright', 'typescript', 'node'];
    for (const tool of tools) expect(all).not.toContain(`/node_modules/${tool}`);
    expect(all).toContain('/node_modules/zod/package.json');
  });

  it('starts with the built main bundle', () => {
    const manifest = JSON.parse(extractFile(asar, 'package.json').toString()) as { main: string };
    expect(manifest.main).toBe('out/main/index.js');
  });

  it('has its fuses as the configuration says', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'py-perf-desktop'));
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    for (const fuse of on) expect([fuse, wire[fuse]]).toEqual([fuse, ON]);
    for (const fuse of off) expect([fuse, wire[fuse]]).toEqual([fuse, OFF]);
  });
});
