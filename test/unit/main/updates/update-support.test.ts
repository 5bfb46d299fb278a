import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { updateSupport, type InstallFacts } from '../../../../main/updates/update-support.ts';

let resources: string;

beforeEach(() => {
  resources = mkdtempSync(join(tmpdir(), 'resources-'));
  writeFileSync(join(resources, 'app-update.yml'), 'provider: generic\n');
});

afterEach(() => {
  rmSync(resources, { recursive: true });
});

const IN_IMAGE = { APPIMAGE: '/home/me/app', APPDIR: '/tmp/.mount_py' };

function support(facts: Partial<InstallFacts>): string | null {
  const found = updateSupport({
    isPackaged: true,
    platform: 'win32',
    execPath: '/tmp/.mount_py/py-perf-desktop',
    resources,
    env: {},
    ...facts,
  });
  return found.able ? null : found.reason;
}

it('lets an AppImage and installed copies of Windows and macOS update themselves', () => {
  expect(support({ platform: 'linux', env: IN_IMAGE })).toBeNull();
  expect(support({})).toBeNull();
  expect(support({ platform: 'darwin' })).toBeNull();
});

it('reports why others cannot', () => {
  expect(support({ isPackaged: false })).toBe('source');
  expect(support({ platform: 'linux' })).toBe('package');
  const env = { PORTABLE_EXECUTABLE_FILE: 'D:\\app.exe', TEMP: '/tmp' };
  expect(support({ env, execPath: '/tmp/nsx1.tmp/app/py-perf.exe' })).toBe('portable');
});

it('does not mistake the AppImage that started an installed copy for its own', () => {
  const facts = { platform: 'linux', env: IN_IMAGE } as const;
  expect(support({ ...facts, execPath: '/opt/Py-Perf Desktop/py-perf-desktop' })).toBe('package');
});

it('does not mistake the portable program that started an installed copy for its own', () => {
  const env = { PORTABLE_EXECUTABLE_FILE: 'D:\\editor.exe', TEMP: '/tmp' };
  expect(support({ env, execPath: '/programs/py-perf.exe' })).toBeNull();
});

it('needs an update address', () => {
  rmSync(join(resources, 'app-update.yml'));
  expect(support({})).toBe('feed');
});
