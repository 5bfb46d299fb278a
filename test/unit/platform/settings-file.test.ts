import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../../contract/errors.ts';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';
import { loadSettings, saveSettings } from '../../../platform/settings-file.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'settings-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('the settings file', () => {
  it('may be missing', () => {
    expect(loadSettings(directory)).toEqual(DEFAULT_SETTINGS);
  });

  it('keeps a patch and what it did not touch', () => {
    saveSettings(directory, { sync: { intervalSeconds: 60 } });
    const saved = saveSettings(directory, {
      collector: { ...DEFAULT_SETTINGS.collector, enabled: true },
    });
    expect(saved.sync.intervalSeconds).toBe(60);
    expect(loadSettings(directory)).toEqual(saved);
  });

  it('of an older version, which has no word on updates, looks for them', () => {
    writeFileSync(join(directory, 'settings.json'), '{ "version": 1 }');
    expect(loadSettings(directory).updates).toEqual({ check: true });
    saveSettings(directory, { updates: { check: false } });
    expect(loadSettings(directory).updates).toEqual({ check: false });
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner alone', () => {
    saveSettings(directory, {});
    expect(statSync(join(directory, 'settings.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['{ "sync": ', '{ "sync": { "intervalSeconds": 1 } }', '[]'])(
    'is reported and left alone when it is not valid: %s',
    (text) => {
      const path = join(directory, 'settings.json');
      writeFileSync(path, text);
      expect(() => loadSettings(directory)).toThrow(AppFailure);
      expect(() => saveSettings(directory, {})).toThrow(/settings\.json is not valid/u);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});
