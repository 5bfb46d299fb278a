import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../../../contract/errors.ts';
import { DEFAULT_SETTINGS } from '../../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { loadSettings } from '../../../../platform/fs/settings-file.ts';
import { saveSettings } from '../../../../platform/fs/settings-writer.ts';

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

  it('stores a patch and keeps the rest', () => {
    saveSettings(directory, { sync: { intervalSeconds: 60, legacyBudgetCents: 1 } });
    const saved = saveSettings(directory, {
      collector: { ...DEFAULT_SETTINGS.collector, enabled: true },
    });
    expect(saved.sync.intervalSeconds).toBe(60);
    expect(loadSettings(directory)).toEqual(saved);
  });

  it('the settings file of an older version, without a setting for updates, checks for them', () => {
    writeFileSync(join(directory, 'settings.json'), '{ "version": 1 }');
    expect(loadSettings(directory).updates).toEqual({ check: true });
    saveSettings(directory, { updates: { check: false } });
    expect(loadSettings(directory).updates).toEqual({ check: false });
  });

  it.skipIf(process.platform === 'win32')(
    'the settings file is readable by its owner alone',
    () => {
      saveSettings(directory, {});
      expect(statSync(join(directory, 'settings.json')).mode & 0o777).toBe(0o600);
    },
  );

  it.each([
    ['another prototype', '{"__proto__": {"sync": {"intervalSeconds": 60}}}'],
    ['a deeper one', '{"display": {"__proto__": {"theme": "dark"}}}'],
    ['a constructor', '{"constructor": {"prototype": {"x": 1}}}'],
    ['a path for an id', '{"sources": [{"id": "../../etc", "name": "x"}]}'],
    ['the same id twice', '{"sources": [{"id": "a", "name": "x"}, {"id": "a", "name": "y"}]}'],
    [
      'another program to open',
      '{"sources": [{"id": "a", "name": "x", "endpoint": "file:///etc/passwd"}]}',
    ],
    [
      'a password',
      '{"sources": [{"id": "a", "name": "x", "endpoint": "https://me:hunter2@h.example/"}]}',
    ],
    ['keys', '{"sources": [{"id": "a", "name": "x", "secretAccessKey": "y"}]}'],
    ['an endless number', '{"sync": {"intervalSeconds": 1e999}}'],
    ['no end', '['.repeat(200_000)],
    ['nothing but depth', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['a byte order mark', '\ufeff{}'],
  ])('is refused with %s in it, and cannot reach a prototype', (_, text) => {
    writeFileSync(join(directory, 'settings.json'), text);
    expect(() => loadSettings(directory)).toThrow(/settings\.json is not valid/u);
    expect(['x', 'sync', 'theme'].filter((name) => name in {})).toEqual([]);
  });

  it('may contain any server address, but no user or password in it', () => {
    const source = { id: 'a', name: 'x', mode: 'on' as const, tables: DEFAULT_TABLE_NAMES };
    const at = (endpoint: string) => () =>
      saveSettings(directory, { sources: [{ ...source, endpoint }] });
    for (const endpoint of [
      'http://127.0.0.1:8000',
      'https://vpce-1.dynamodb.eu-central-1.vpce.amazonaws.com/',
      'http://[::1]:8000/path@x',
    ])
      expect(at(endpoint)().sources[0]?.endpoint).toBe(endpoint);
    for (const endpoint of ['http://me@h/', 'http://me:pw@h', 'http://:pw@h?x', 'http:\\\\me:pw@h'])
      expect(at(endpoint)).toThrow(AppFailure);
  });

  it('the settings file that is a folder is reported, not removed', () => {
    mkdirSync(join(directory, 'settings.json'));
    expect(() => loadSettings(directory)).toThrow('settings.json cannot be read: ');
    expect(() => saveSettings(directory, {})).toThrow(AppFailure);
  });

  it.each([
    ['a later version', '{ "version": 2, "sync": { "intervalSeconds": 1 } }', 'its format is 2'],
    ['a section that is not known', '{ "version": 1, "robots": [] }', 'robots'],
    [
      'a key that is not known',
      '{ "sync": { "intervalSeconds": 60, "jitter": 5 } }',
      'sync.jitter',
    ],
  ])('of a newer release is refused and left alone: %s', (_, text, named) => {
    const path = join(directory, 'settings.json');
    writeFileSync(path, text);
    for (const use of [loadSettings, (folder: string) => saveSettings(folder, {})]) {
      const act = (): unknown => use(directory);
      expect(act).toThrow(named);
      expect(act).toThrow(
        expect.objectContaining({
          error: expect.objectContaining({ code: 'newer-data' }) as unknown,
        }),
      );
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('the settings file with an unknown key and a wrong value is not taken for a newer one', () => {
    writeFileSync(join(directory, 'settings.json'), '{ "sync": { "intervalSeconds": 1, "x": 1 } }');
    expect(() => loadSettings(directory)).toThrow(
      expect.objectContaining({
        error: expect.objectContaining({ code: 'settings-damaged' }) as unknown,
      }),
    );
  });

  it.each(['{ "sync": ', '{ "sync": { "intervalSeconds": 1 } }', '[]'])(
    'the settings file is reported and left alone when it is not valid: %s',
    (text) => {
      const path = join(directory, 'settings.json');
      writeFileSync(path, text);
      expect(() => loadSettings(directory)).toThrow(AppFailure);
      expect(() => saveSettings(directory, {})).toThrow(/settings\.json is not valid/u);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});
