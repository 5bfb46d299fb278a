import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../../../contract/errors.ts';
import { dataDir, dataDirWeakness, ensureDataDir } from '../../../../platform/fs/data-dir.ts';

let folder: string;
const me = process.getuid?.();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-dir-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the data directory', () => {
  it('the data directory is Electron’s, or the named one', () => {
    expect(dataDir({ PY_PERF_DATA_DIR: folder })).toBe(folder);
    expect(dataDir({ PY_PERF_DATA_DIR: '', XDG_CONFIG_HOME: '/x' }, 'linux')).toBe(
      join('/x', 'py-perf-desktop'),
    );
    expect(dataDir({ APPDATA: 'C:' }, 'win32')).toBe(join('C:', 'py-perf-desktop'));
  });

  it('the data directory is reported as unusable if it is a file or a dangling link', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const link = join(folder, 'link');
    symlinkSync(join(folder, 'missing/deep'), link);
    for (const path of [file, join(file, 'below'), link])
      expect(() => ensureDataDir(path)).toThrow(AppFailure);
  });

  it('may be a link to a folder', () => {
    const target = join(folder, 'target');
    mkdirSync(target);
    const link = join(folder, 'link');
    symlinkSync(target, link, 'junction');
    expect(ensureDataDir(link)).toBe(link);
  });
});

describe.skipIf(me === undefined)('who may use the data directory', () => {
  it('a new data directory is usable by its owner only', () => {
    const path = ensureDataDir(join(folder, 'made/here'));
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(dataDirWeakness(path)).toBeNull();
  });

  it.each([
    [0o777, 'other users may write in the data directory'],
    [0o1777, 'other users may write in the data directory'],
    [0o720, 'other users may write in the data directory'],
    [0o755, null],
    [0o700, null],
  ])('is checked for an existing one: mode %o', (mode, expected) => {
    chmodSync(folder, mode);
    expect(dataDirWeakness(ensureDataDir(folder))).toBe(expected);
  });

  it.each([
    [0o777, /folder above/u],
    [0o1777, null],
    [0o755, null],
  ])('is checked for its parent folders too: mode %o', (mode, expected) => {
    chmodSync(folder, mode);
    const weakness = dataDirWeakness(ensureDataDir(join(folder, 'own/data')));
    if (expected === null) expect(weakness).toBeNull();
    else expect(weakness).toMatch(expected);
  });

  it('a private data directory has no other users', () => {
    expect(dataDirWeakness(folder, (me ?? 0) + 1)).toBe(
      'the data directory belongs to another user',
    );
  });
});

describe('the data directory', () => {
  it('the data directory is where PY_PERF_DATA_DIR says, else Electron\u2019s userData', () => {
    expect(dataDir({ PY_PERF_DATA_DIR: '/var/lib/py-perf' }, 'linux')).toBe('/var/lib/py-perf');
    expect(dataDir({ XDG_CONFIG_HOME: '/home/a/.config' }, 'linux')).toBe(
      '/home/a/.config/py-perf-desktop',
    );
    expect(dataDir({ APPDATA: '/Roaming' }, 'win32')).toMatch(/Roaming.py-perf-desktop$/u);
  });
});
