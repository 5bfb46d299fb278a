import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import packageJson from '../../../package.json' with { type: 'json' };
import { RUNTIME_SIZE, linuxTools } from '../../support/package/linux-tools.ts';
import { UPDATE_URL, pack } from '../../support/package/pack.ts';
import type { RecordedPackage } from '../../support/package/record-fpm.ts';

const run = promisify(execFile);

const APP_IMAGE = 'py-perf-desktop-x86_64.AppImage';
const { version } = packageJson;
const DEB = `py-perf-desktop_${version}_amd64.deb`;
const RPM = `py-perf-desktop-${version}.x86_64.rpm`;

const folder = mkdtempSync(join(tmpdir(), 'linux-packages-'));
const dist = join(folder, 'dist');
const unpacked = join(folder, 'unpacked');

function recorded(name: string): RecordedPackage {
  return JSON.parse(readFileSync(join(dist, `${name}.json`), 'utf8')) as RecordedPackage;
}

async function expectValidEntry(text: string): Promise<void> {
  const file = join(mkdtempSync(join(folder, 'entry-')), 'py-perf-desktop.desktop');
  writeFileSync(file, text);
  // It also prints warnings and hints, and nothing for a valid entry.
  expect(await run('desktop-file-validate', [file])).toEqual({ stdout: '', stderr: '' });
}

function entryOf(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

describe.runIf(process.platform === 'linux')('the packages for Linux', () => {
  beforeAll(async () => {
    const env = { ...linuxTools(join(folder, 'tools')), HOMEPAGE: 'https://example.com/home' };
    await pack('linux', folder, { args: ['AppImage', 'deb', 'rpm'], env });
    const place = ['-o', String(RUNTIME_SIZE), '-d', unpacked, join(dist, APP_IMAGE)];
    await run('unsquashfs', ['-quiet', '-no-progress', ...place]);
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('the packages for Linux have names that web servers and GitHub do not change', () => {
    const made = readdirSync(dist).filter((name) => /\.(?:AppImage|deb|rpm)$/u.test(name));
    expect(made.sort()).toEqual([RPM, APP_IMAGE, DEB]);
  });

  it('only the AppImage is in latest-linux.yml, with its hash and block map', () => {
    const info = parseYaml(readFileSync(join(dist, 'latest-linux.yml'), 'utf8')) as unknown;
    const sha512 = createHash('sha512')
      .update(readFileSync(join(dist, APP_IMAGE)))
      .digest('base64');
    const file = { url: APP_IMAGE, sha512, blockMapSize: expect.any(Number) as number };
    expect(info).toMatchObject({ version, files: [file], path: APP_IMAGE });
    expect((info as { files: unknown[] }).files).toHaveLength(1);
  });

  it('the AppImage has the update address', () => {
    const feed = readFileSync(join(unpacked, 'resources/app-update.yml'), 'utf8');
    expect(parseYaml(feed)).toMatchObject({ provider: 'generic', url: UPDATE_URL });
  });

  it('the AppImage starts with the sandbox on, and brings icons and a valid desktop entry', async () => {
    const text = readFileSync(join(unpacked, 'py-perf-desktop.desktop'), 'utf8');
    await expectValidEntry(text);
    expect(entryOf(text)).toMatchObject({
      Exec: 'AppRun %U',
      Icon: 'py-perf-desktop',
      StartupWMClass: 'py-perf-desktop',
    });
    const icon = 'usr/share/icons/hicolor/256x256/apps/py-perf-desktop.png';
    expect(readFileSync(join(unpacked, icon)).subarray(1, 4).toString()).toBe('PNG');
    await run('bash', ['-n', join(unpacked, 'AppRun')]);
  });

  describe.each([DEB, RPM])('%s', (name) => {
    it('states its maker and its dependencies', () => {
      const made = recorded(name);
      expect(made).toMatchObject({
        name: 'py-perf-desktop',
        version,
        maintainer: 'The Py-Perf Desktop authors',
        url: 'https://example.com/home',
        license: 'MIT',
      });
      expect(made.description).toContain('Fleet monitor for the py-perf ecosystem');
      // Electron does not start without these, and a server has neither.
      const libraries =
        name === DEB
          ? ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2']
          : ['gtk3', 'nss', '(mesa-libgbm or libgbm1)', '(alsa-lib or libasound2)'];
      expect(made.depends).toEqual(expect.arrayContaining(libraries));
    });

    it('puts the app, its desktop entry and its icons where Linux looks for them', async () => {
      const { files, desktopEntry } = recorded(name);
      const icons = [16, 24, 32, 48, 64, 128, 256, 512].map(
        (size) =>
          `/usr/share/icons/hicolor/${String(size)}x${String(size)}/apps/py-perf-desktop.png`,
      );
      expect(Object.keys(files).sort()).toEqual(
        [
          '/opt/Py-Perf Desktop',
          '/usr/share/applications/py-perf-desktop.desktop',
          ...icons,
        ].sort(),
      );
      await expectValidEntry(desktopEntry);
      const entry = entryOf(desktopEntry);
      expect(entry).toMatchObject({
        Exec: '"/opt/Py-Perf Desktop/py-perf-desktop" %U',
        Icon: 'py-perf-desktop',
        StartupWMClass: packageJson.desktopName.replace('.desktop', ''),
        Categories: 'System;Monitor;',
      });
      // It opens links of its own, and no kind of file.
      expect(entry['MimeType']).toBe('x-scheme-handler/py-perf;');
    });

    it('installs the command and the sandbox’s set-up, and removes both again', async () => {
      const { afterInstall, afterRemove } = recorded(name);
      for (const [script, text] of Object.entries({ afterInstall, afterRemove })) {
        writeFileSync(join(folder, script), text);
        await run('bash', ['-n', join(folder, script)]);
        expect(text).toContain('/usr/bin/py-perf-desktop');
        expect(text).toContain('/etc/apparmor.d/py-perf-desktop');
      }
      expect(afterInstall).toContain("chmod 4755 '/opt/Py-Perf Desktop/chrome-sandbox'");
    });
  });
});
