import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccessKeys } from '../../../../contract/credentials.ts';
import type { SourceConfig } from '../../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { CredentialsCipher } from '../../../../main/credentials/credentials-cipher.ts';
import { Credentials } from '../../../../main/credentials/credentials.ts';
import { fileLogger } from '../../../../platform/log/file-logger.ts';
import type { SourceCredentials } from '../../../../worker/source-keys.ts';
import { createSafeStorage } from '../../../standin/electron/safe-storage.ts';

const KEYS: AccessKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'FwoGZXIvYXdzEXAMPLETOKEN',
};
const OTHER: AccessKeys = { ...KEYS, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' };

const source = (id: string, credentials: SourceConfig['credentials'] = 'stored'): SourceConfig => ({
  id,
  name: id,
  mode: 'on',
  credentials,
  tables: DEFAULT_TABLE_NAMES,
});

let dataDir: string;
let file: string;
let published: SourceCredentials[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'credentials-'));
  file = join(dataDir, 'credentials.json');
  published = [];
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

/** The keys as an app has them that starts now, on a machine with this keyring. */
async function started(
  sources: SourceConfig[],
  keyring = 'login',
  argv: string[] = [],
): Promise<Credentials> {
  const storage = createSafeStorage({ isReady: () => true, argv, keyring });
  const credentials = new Credentials({
    dataDir,
    cipher: new CredentialsCipher(storage, 'linux'),
    publish: (keys) => Promise.resolve(void published.push(keys)),
    now: () => 1_800_000_000.5,
    logger: fileLogger(dataDir, 'app', () => undefined),
  });
  await credentials.load(sources);
  return credentials;
}

const lastOf = (id: string): unknown => published.at(-1)?.get(id);

/** The whole content of the data directory, as text. */
const onDisk = (): string =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

describe('stored keys', () => {
  it('stored keys survive a restart, and are nowhere on disk in the clear', async () => {
    const state = await (await started([])).set('prod', KEYS);
    expect(state).toEqual({
      encryption: 'available',
      stored: [{ sourceId: 'prod', keyIdEnd: 'MPLE', savedAt: 1_800_000_000, error: null }],
      error: null,
    });
    expect(JSON.stringify(state)).not.toContain(KEYS.secretAccessKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const secret of Object.values(KEYS)) expect(onDisk()).not.toContain(secret);

    await started([source('prod')]);
    expect(lastOf('prod')).toEqual({ ok: true, value: KEYS });
  });

  it('stored keys are replaced per source', async () => {
    const credentials = await started([source('prod'), source('test')]);
    await credentials.set('prod', KEYS);
    await credentials.set('test', KEYS);
    await credentials.set('prod', OTHER);
    expect(lastOf('prod')).toEqual({ ok: true, value: OTHER });
    expect(lastOf('test')).toEqual({ ok: true, value: KEYS });
  });

  it('stored keys of a replaced file are loaded, and never overwritten', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const credentials = await started([source('prod'), source('test')]);
      await credentials.set('prod', KEYS);
      const backup = readFileSync(file);
      await credentials.set('prod', OTHER);
      await credentials.set('test', OTHER);
      writeFileSync(file, backup);
      await vi.advanceTimersByTimeAsync(2000);
      await credentials.state();
      expect(lastOf('prod')).toEqual({ ok: true, value: KEYS });
      expect(lastOf('test')).toBeUndefined();

      // Before any look at the file.
      await credentials.set('test', KEYS);
      writeFileSync(file, backup);
      const state = await credentials.set('other', OTHER);
      expect(state.stored.map(({ sourceId }) => sourceId)).toEqual(['prod', 'other']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stored keys of a running app outlive their file, and are written again with the next change', async () => {
    const credentials = await started([source('prod')]);
    await credentials.set('prod', KEYS);
    rmSync(file);
    const state = await credentials.set('test', OTHER);
    expect(state.stored.map(({ sourceId }) => sourceId)).toEqual(['prod', 'test']);
    await started([source('prod'), source('test')]);
    expect(lastOf('prod')).toEqual({ ok: true, value: KEYS });
  });

  it('stored keys are deleted on request, with their source, and if it uses others', async () => {
    const ids = ['a', 'b', 'c'];
    const all = ids.map((id) => source(id));
    const credentials = await started(all);
    for (const id of ids) await credentials.set(id, KEYS);
    await credentials.remove('a');
    await credentials.sourcesChanged(all, [source('b', 'chain')]);
    expect((await credentials.state()).stored).toEqual([]);
    expect(published.at(-1)?.size).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, keys: [] });
  });

  it('stored keys stay for a source that is saved later, and are deleted at the next start if it never was', async () => {
    const credentials = await started([source('prod')]);
    await credentials.set('new', KEYS);
    await credentials.sourcesChanged([source('prod')], [source('prod'), source('third')]);
    expect(lastOf('new')).toEqual({ ok: true, value: KEYS });
    const again = await started([source('prod')]);
    expect((await again.state()).stored).toEqual([]);
  });
});

describe('many changes', () => {
  it('simultaneous changes are queued: the last one is kept, on disk too', async () => {
    const credentials = await started([source('prod'), source('test')]);
    const ids = Array.from({ length: 20 }, (_, i) => `AKIA${String(i).padStart(16, '0')}`);
    await Promise.all(
      ids.flatMap((accessKeyId) => [
        credentials.set('prod', { ...KEYS, accessKeyId }),
        credentials.set('test', { ...KEYS, accessKeyId }),
      ]),
    );
    await started([source('prod'), source('test')]);
    for (const id of ['prod', 'test'])
      expect(lastOf(id)).toMatchObject({ ok: true, value: { accessKeyId: ids.at(-1) } });
    expect(readdirSync(dataDir).sort()).toEqual(['credentials.json', 'logs']);
  });

  it('a hundred and first entry is refused, and the others stay', async () => {
    const credentials = await started([]);
    for (let i = 0; i < 100; i += 1) await credentials.set(`never-saved-${String(i)}`, KEYS);
    await expect(credentials.set('one-more', KEYS)).rejects.toMatchObject({
      error: { code: 'invalid-input', message: expect.stringContaining('100') as string },
    });
    await credentials.set('never-saved-7', OTHER);
    await started([source('never-saved-7')]);
    expect(lastOf('never-saved-7')).toEqual({ ok: true, value: OTHER });
    expect(lastOf('one-more')).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'leave the old file whole where the new one cannot be written',
    async () => {
      const credentials = await started([source('prod')]);
      await credentials.set('prod', KEYS);
      const before = readFileSync(file, 'utf8');
      chmodSync(dataDir, 0o500);
      await expect(credentials.set('prod', OTHER)).rejects.toMatchObject({
        error: { code: 'credentials-unreadable' },
      });
      chmodSync(dataDir, 0o700);
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect(lastOf('prod')).toEqual({ ok: true, value: KEYS });
    },
  );
});

describe('keys that cannot be used', () => {
  it.each([
    ['is no JSON', '{'],
    ['is of no version', '{"version": "1", "keys": []}'],
    ['has what it should not', '{"version": 1, "keys": [], "plain": 1}'],
  ])(
    'report it for their source if the file %s, and are set aside, not overwritten',
    async (_, text) => {
      writeFileSync(file, text);
      const credentials = await started([source('prod')]);
      expect(lastOf('prod')).toMatchObject({
        ok: false,
        error: {
          code: 'credentials-unreadable',
          message: 'The file of the stored access keys (credentials.json) is damaged.',
        },
      });
      expect(await credentials.state()).toMatchObject({
        error: { code: 'credentials-unreadable' },
      });

      expect(await credentials.set('prod', KEYS)).toMatchObject({ error: null });
      expect(lastOf('prod')).toEqual({ ok: true, value: KEYS });
      const aside = readdirSync(dataDir).filter((name) => name.includes('.damaged-'));
      expect(aside.map((name) => readFileSync(join(dataDir, name), 'utf8'))).toEqual([text]);
    },
  );

  it('keys that cannot be used report another keyring, and keep their last characters', async () => {
    await (await started([])).set('prod', KEYS);
    const credentials = await started([source('prod')], 'reset');
    expect(lastOf('prod')).toMatchObject({
      ok: false,
      error: {
        code: 'credentials-unreadable',
        message: expect.stringContaining(
          'another user, or the keyring of this system was reset',
        ) as string,
        hint: 'Enter them again in Settings, Sources.',
      },
    });
    const { stored } = await credentials.state();
    expect(stored).toMatchObject([{ keyIdEnd: 'MPLE', error: { code: 'credentials-unreadable' } }]);
  });

  it('keys that cannot be used report a locked keyring', async () => {
    await (await started([])).set('prod', KEYS);
    await started([source('prod')], 'locked');
    expect(lastOf('prod')).toMatchObject({
      error: {
        message: expect.stringContaining('locked') as string,
        hint: expect.stringContaining('Unlock') as string,
      },
    });
  });

  it.each(['', 'nonsense \u0000', '{"sourceId":"prod","keys":{"accessKeyId":"AKIA"}}'])(
    'keys that cannot be used report that decrypting gives %j, without repeating it',
    async (text) => {
      const storage = createSafeStorage({ isReady: () => true, argv: [], keyring: 'login' });
      await (await started([])).set('prod', KEYS);
      const ciphertext = (await storage.encryptStringAsync(text)).toString('base64');
      const json = JSON.parse(readFileSync(file, 'utf8')) as { keys: object[] };
      writeFileSync(file, JSON.stringify({ ...json, keys: [{ ...json.keys[0], ciphertext }] }));
      await started([source('prod')]);
      expect(lastOf('prod')).toMatchObject({
        ok: false,
        error: {
          code: 'credentials-unreadable',
          message: expect.stringContaining('damaged') as string,
        },
      });
      if (text !== '') expect(JSON.stringify(lastOf('prod')) + onDisk()).not.toContain(text);
    },
  );

  it('keys that cannot be used report that they were moved to another source by hand', async () => {
    await (await started([])).set('prod', KEYS);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"prod"', '"evil"'));
    await started([source('evil')]);
    expect(lastOf('evil')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('damaged, or those of another') as string },
    });
  });

  it.skipIf(process.getuid?.() === 0)(
    'keys that cannot be used say so where the file may not be read',
    async () => {
      await (await started([])).set('prod', KEYS);
      chmodSync(file, 0o000);
      await started([source('prod')]);
      expect(lastOf('prod')).toMatchObject({ error: { code: 'credentials-unreadable' } });
    },
  );
});

describe('where nothing can be encrypted', () => {
  it.each([
    ['there is no keyring', 'none', []],
    ['the app is told to do without', 'login', ['--password-store=basic']],
    ['the keyring has failed', 'failed', []],
  ])('keys are refused: %s', async (_, keyring, argv) => {
    const credentials = await started([], keyring, argv);
    expect((await credentials.state()).encryption).toBe('no-keyring');
    await expect(credentials.set('prod', KEYS)).rejects.toMatchObject({
      error: {
        code: 'encryption-unavailable',
        hint: expect.stringContaining('Use a profile of the AWS configuration instead') as string,
      },
    });
    expect(existsSync(file)).toBe(false);
    expect(published.at(-1)?.size).toBe(0);
  });

  it.each([
    ['login', 'available'],
    ['none', 'no-keyring'],
  ])('the trial decides if Electron does not know the backend: %s', async (keyring, expected) => {
    const storage = createSafeStorage({ isReady: () => true, argv: [], keyring });
    const vague = { ...storage, getSelectedStorageBackend: () => 'unknown' as const };
    expect(await new CredentialsCipher(vague, 'linux').look()).toBe(expected);
  });

  it('keys are refused if Chromium fell back to its own password despite a chosen keyring', async () => {
    const none = createSafeStorage({ isReady: () => true, argv: [], keyring: 'none' });
    const chosen = { ...none, getSelectedStorageBackend: () => 'gnome_libsecret' as const };
    const cipher = new CredentialsCipher(chosen, 'linux');
    expect(await cipher.look()).toBe('no-keyring');
    await expect(cipher.encrypt('text')).rejects.toMatchObject({
      error: { code: 'encryption-unavailable' },
    });
  });

  it('systems other than Linux are only asked whether encryption is available', async () => {
    const storage = createSafeStorage({ isReady: () => true, argv: [], keyring: 'failed' });
    const { getSelectedStorageBackend: _, ...elsewhere } = storage;
    const cipher = new CredentialsCipher(elsewhere as typeof storage, 'darwin');
    expect(await cipher.look()).toBe('refused');
    const works = createSafeStorage({ isReady: () => true, argv: ['--password-store=basic'] });
    expect(await new CredentialsCipher(works, 'win32').look()).toBe('available');
  });
});

it('encrypts again what the system asks to', async () => {
  await (await started([])).set('prod', KEYS);
  // As if stored with the password in Chromium's source: the keyring wants it under its own key.
  const old = createSafeStorage({ isReady: () => true, argv: [], keyring: 'none' });
  const text = JSON.stringify({ sourceId: 'prod', keys: KEYS });
  const ciphertext = (await old.encryptStringAsync(text)).toString('base64');
  const json = JSON.parse(readFileSync(file, 'utf8')) as { keys: object[] };
  writeFileSync(file, JSON.stringify({ ...json, keys: [{ ...json.keys[0], ciphertext }] }));
  await started([source('prod')]);
  expect(lastOf('prod')).toEqual({ ok: true, value: KEYS });
  expect(readFileSync(file, 'utf8')).not.toContain(ciphertext);
});
