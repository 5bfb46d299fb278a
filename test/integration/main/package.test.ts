import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import packageLock from '../../../package-lock.json' with { type: 'json' };
import packageJson from '../../../package.json' with { type: 'json' };
import { cleanEnvironment } from '../../support/environment.ts';
import { readPlist } from '../../../scripts/after-pack.ts';
import {
  PRODUCT,
  UPDATE_URL,
  pack,
  packedIn,
  type Packed,
  type PackedSystem,
} from '../../support/package/pack.ts';

const run = promisify(execFile);

const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);
const FUSES_ON = [
  FuseV1Options.EnableCookieEncryption,
  FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  FuseV1Options.OnlyLoadAppFromAsar,
];
const FUSES_OFF = [
  FuseV1Options.RunAsNode,
  FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  FuseV1Options.EnableNodeCliInspectArguments,
  FuseV1Options.GrantFileProtocolExtraPrivileges,
];

/** Every file of ours that may be in the package. */
const OWN = [
  /^\/package\.json$/u,
  /^\/out\/main\/(?:chunks\/)?[\w-]+\.js$/u,
  /^\/out\/preload\/index\.cjs$/u,
  /^\/out\/renderer\/(?:index\.html|assets\/[\w.-]+\.(?:js|css|woff2|svg|png))$/u,
  /^\/build\/icons\/[\w@-]+\.png$/u,
];

/** Packages that the app needs when it runs, itself or through others, as npm has found out. */
const NEEDED = new Set(
  Object.entries(packageLock.packages).flatMap(([path, entry]) =>
    'dev' in entry ? [] : [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)],
  ),
);

function filesIn(asar: string): string[] {
  const paths = listPackage(asar, { isPack: false });
  const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))));
  return paths.filter((path) => !folders.has(path));
}

/** Packages at the top of node_modules. */
function packagesIn(asar: string): string[] {
  const names = filesIn(asar).flatMap((path) => {
    const match = /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(path);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  return [...new Set(names)];
}

function asarHash(asar: string): string {
  return createHash('sha256').update(getRawHeader(asar).headerString).digest('hex');
}

const folder = mkdtempSync(join(tmpdir(), 'package-'));
const packs = new Map<PackedSystem, Promise<Packed>>();

/** The package for a system, made once for all tests; for Linux without an address for updates. */
function packedFor(system: PackedSystem): Promise<Packed> {
  const place = join(folder, system);
  const make = {
    linux: () => pack('linux', place, { env: { UPDATE_URL: '' } }),
    win: () => packUnwrapped('win', place, 'nsis', {}),
    mac: () => packUnwrapped('mac', place, 'zip', { CSC_LINK: '', CSC_NAME: '' }),
  };
  const packed = packs.get(system) ?? make[system]();
  packs.set(system, packed);
  return packed;
}

/** The tool that packs the app would be a download: its path points nowhere, and the app is complete by then. */
async function packUnwrapped(
  system: PackedSystem,
  place: string,
  target: string,
  env: Record<string, string>,
): Promise<Packed> {
  const nowhere = { ELECTRON_BUILDER_7ZIP_PATH: join(folder, 'nowhere') };
  await expect(
    pack(system, place, { args: [target], env: { ...nowhere, ...env } }),
  ).rejects.toMatchObject({
    stdout: expect.stringContaining('ELECTRON_BUILDER_7ZIP_PATH path does not exist') as string,
  });
  return packedIn(system, place);
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each<PackedSystem>(['linux', 'win', 'mac'])('the package for %s', (system) => {
  let packed: Packed;

  beforeAll(async () => {
    packed = await packedFor(system);
  }, 400_000);

  it('holds the built app and its icons, and nothing else of ours', () => {
    const own = filesIn(packed.asar).filter((path) => !path.startsWith('/node_modules'));
    expect(own.filter((path) => !OWN.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(own).toEqual(
      expect.arrayContaining([
        '/out/main/index.js',
        '/out/main/cli.js',
        '/out/main/worker.js',
        '/out/preload/index.cjs',
        '/out/renderer/index.html',
        '/build/icons/tray-ok.png',
        '/build/icons/icon.png',
      ]),
    );
    const manifest = JSON.parse(extractFile(packed.asar, 'package.json').toString()) as object;
    expect(manifest).toMatchObject({ main: 'out/main/index.js', version: packageJson.version });
  });

  it('holds neither sources, tests nor maps of anyone', () => {
    const unwanted = filesIn(packed.asar).filter((path) =>
      /\.(?:[cm]?ts|vue|map|tsbuildinfo|flow)$|\.(?:test|spec)\.[cm]?js$|\/(?:tests?|__tests__)\//u.test(
        path,
      ),
    );
    expect(unwanted).toEqual([]);
  });

  it('holds each runtime dependency and no tool', () => {
    const packages = packagesIn(packed.asar);
    expect(packages).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)));
    expect(packages.filter((name) => !NEEDED.has(name))).toEqual([]);
  });

  it('runs its command line from the package alone', async () => {
    const app = join(folder, `app-${system}`);
    extractAll(packed.asar, app);
    const url = pathToFileURL(join(app, 'out/main/cli.js')).href;
    const start = `{ program: '', args: [], environment: {} }`;
    const code = `const { runCli } = await import('${url}'); process.exitCode = await runCli(['status'], ${start});`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
      cwd: app,
      env: { ...cleanEnvironment(), PY_PERF_DATA_DIR: join(folder, `data-${system}`) },
    });
    expect(stdout).toContain('No hosts yet.');
  });

  it('has the configured fuses', async () => {
    const wire = await getCurrentFuseWire(packed.program);
    for (const fuse of FUSES_ON) expect([fuse, wire[fuse]]).toEqual([fuse, ON]);
    for (const fuse of FUSES_OFF) expect([fuse, wire[fuse]]).toEqual([fuse, OFF]);
  });

  it('contains the licences of shipped and bundled packages', () => {
    const own = readFileSync(join(PRODUCT, 'LICENSE'), 'utf8');
    expect(readFileSync(join(packed.resources, 'LICENSE.txt'), 'utf8')).toBe(own);
    const notices = readFileSync(join(packed.resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of [...Object.keys(packageJson.dependencies), 'vue', 'chart.js'])
      expect(notices).toMatch(new RegExp(`^${name}@\\d`, 'mu'));
  });
});

describe('what only one system has', () => {
  // Those that have one are in linux-packages.test.ts.
  it('Linux: no update address by default, and no package with one that is not https', async () => {
    const { resources } = await packedFor('linux');
    expect(existsSync(join(resources, 'app-update.yml'))).toBe(false);
    const plain = pack('linux', join(folder, 'plain'), {
      env: { UPDATE_URL: 'http://updates.example.com' },
    });
    await expect(plain).rejects.toThrow('it must be an https address');
  }, 400_000);

  it('Windows: the update address is in the app for nsis', async () => {
    const { resources } = await packedFor('win');
    expect(feedOf(resources)).toMatchObject({ provider: 'generic', url: UPDATE_URL });
  }, 400_000);

  // Nothing is signed here: it is enough that a certificate is said to be there.
  it('macOS: the update address is in the app for zip', async () => {
    const certificate = { CSC_LINK: 'certificate.p12' };
    const { resources } = await packUnwrapped('mac', join(folder, 'signed'), 'zip', certificate);
    expect(feedOf(resources)).toMatchObject({ provider: 'generic', url: UPDATE_URL });
  }, 400_000);

  it('macOS: no update address in an unsigned app, which macOS would not update', async () => {
    const { resources } = await packedFor('mac');
    expect(existsSync(join(resources, 'app.asar'))).toBe(true);
    expect(existsSync(join(resources, 'app-update.yml'))).toBe(false);
  }, 400_000);

  it('Windows: a program with our name, icon and the hash of its asar', async () => {
    const { program, asar } = await packedFor('win');
    const { entries } = NtExecutableResource.from(NtExecutable.from(readFileSync(program)));
    const [version] = Resource.VersionInfo.fromEntries(entries);
    expect(version?.getStringValues({ lang: 0x0409, codepage: 1200 })).toMatchObject({
      ProductName: 'Py-Perf Desktop',
      FileVersion: packageJson.version,
    });
    const [icon] = Resource.IconGroupEntry.fromEntries(entries);
    expect(icon?.icons.map(({ width }) => width || 256)).toEqual(
      expect.arrayContaining([16, 32, 48, 256]),
    );
    const integrity = entries.find(({ type }) => type === 'INTEGRITY');
    expect(JSON.parse(Buffer.from(integrity?.bin ?? new ArrayBuffer()).toString())).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: asarHash(asar) },
    ]);
  }, 400_000);

  it('macOS: an Info.plist that asks for nothing and allows plain HTTP only on this machine', async () => {
    const { program, asar } = await packedFor('mac');
    const info = readPlist(join(program, 'Contents/Info.plist'));
    expect(info).toMatchObject({
      CFBundleIdentifier: 'dev.py-perf.desktop',
      CFBundleShortVersionString: packageJson.version,
      ElectronAsarIntegrity: {
        'Resources/app.asar': { algorithm: 'SHA256', hash: asarHash(asar) },
      },
    });
    expect(Object.keys(info).filter((key) => key.endsWith('UsageDescription'))).toEqual([]);
    const transport = info['NSAppTransportSecurity'] as Record<string, object>;
    expect(transport['NSAllowsArbitraryLoads']).toBe(false);
    expect(Object.keys(transport['NSExceptionDomains'] ?? {})).toEqual(['127.0.0.1', 'localhost']);
    // Electron's own; any other would set variables for every start.
    expect(info['LSEnvironment']).toEqual({ MallocNanoZone: '0' });
    expect(info['CFBundleURLTypes']).toMatchObject([{ CFBundleURLSchemes: ['py-perf'] }]);
    for (const key of ['CFBundleDocumentTypes', 'NSAppleScriptEnabled'])
      expect(info).not.toHaveProperty(key);
    expect(existsSync(join(program, 'Contents/Resources/icon.icns'))).toBe(true);
  }, 400_000);
});

function feedOf(resources: string): unknown {
  return parseYaml(readFileSync(join(resources, 'app-update.yml'), 'utf8'));
}
