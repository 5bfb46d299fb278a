import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../../contract/errors.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../contract/settings.ts';
import { loadSettings } from '../../../platform/fs/settings-file.ts';
import { ProcessLock } from '../../../platform/locks/process-lock.ts';
import { FileUse } from '../../../platform/sqlite/file-use.ts';
import { CredentialsCipher } from '../../../main/credentials/credentials-cipher.ts';
import { Credentials } from '../../../main/credentials/credentials.ts';
import { ChannelSecretStore } from '../../../main/credentials/channel-secrets.ts';
import { ShellMemory } from '../../../main/system/shell-state.ts';
import { hasToken, tokenFileOf } from '../../../platform/aws/sso-session.ts';
import { createSafeStorage } from '../../standin/electron/safe-storage.ts';
import { damageFile } from '../../support/damage-file.ts';
import { checkProperty } from '../../support/property.ts';
import { silentLogger } from '../../support/test-engine.ts';

const RUNS = { runs: 50 };
const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) };
const SOURCE = { ...settingsSchema.parse({}).sources[0], credentials: 'stored' as const };

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'damaged-files-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

/** A file of this name and text, with random damage done to it. */
function damage(name: string, text: string, numbers: readonly number[]): void {
  const path = join(dataDir, name);
  writeFileSync(path, text);
  let next = 0;
  damageFile(path, (below) => {
    next += 1;
    return (numbers[next % numbers.length] ?? 0) * below;
  });
}

const numbers = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 12,
  maxLength: 12,
});

const cipher = new CredentialsCipher(
  createSafeStorage({ isReady: () => true, argv: [], keyring: 'login' }),
  'linux',
);

async function credentials(): Promise<Credentials> {
  const all = new Credentials({
    dataDir,
    cipher,
    publish: () => Promise.resolve(),
    now: () => 1,
    logger: silentLogger,
  });
  await all.load([SOURCE as never]);
  return all;
}

async function secrets(): Promise<ChannelSecretStore> {
  const all = new ChannelSecretStore({
    dataDir,
    cipher,
    publish: () => undefined,
    logger: silentLogger,
  });
  await all.load(['ops']);
  return all;
}

/** What a file holds once this was stored in it. */
async function writtenBy(name: string, store: () => Promise<unknown>): Promise<string> {
  await store();
  const text = readFileSync(join(dataDir, name), 'utf8');
  rmSync(join(dataDir, name));
  return text;
}

describe('a file of the data directory that was damaged', () => {
  it('settings are complete, or an error with a hint', () => {
    const text = JSON.stringify({ ...DEFAULT_SETTINGS, labels: [] }, null, 2);
    checkProperty(
      fc.property(numbers, (random) => {
        damage('settings.json', text, random);
        try {
          expect(settingsSchema.safeParse(loadSettings(dataDir)).success).toBe(true);
        } catch (error) {
          if (!(error instanceof AppFailure)) throw error;
          expect(error.error).toMatchObject({ hint: expect.stringMatching(/./u) as string });
          expect(['settings-damaged', 'newer-data']).toContain(error.error.code);
        }
      }),
      RUNS,
    );
  });

  it('the shell’s state prevents no start, and can be written again', () => {
    const window = { x: 1, y: 2, width: 1000, height: 700, maximized: true };
    new ShellMemory(dataDir, silentLogger).remember({ window, shownNotices: ['a', 'b'] });
    const text = readFileSync(join(dataDir, 'shell.json'), 'utf8');
    checkProperty(
      fc.property(numbers, (random) => {
        damage('shell.json', text, random);
        const memory = new ShellMemory(dataDir, silentLogger);
        expect(memory.noteShown('new')).toBe(true);
        memory.remember({ window });
        expect(new ShellMemory(dataDir, silentLogger).state).toEqual(memory.state);
      }),
      RUNS,
    );
  });

  it('an unreadable sign-in token counts as absent', async () => {
    vi.stubEnv('HOME', dataDir);
    vi.stubEnv('USERPROFILE', dataDir);
    const session = {
      profile: 'p',
      name: 'corp',
      startUrl: 'https://x',
      region: 'eu-west-1',
      scopes: [],
    };
    const path = tokenFileOf(session);
    expect(path.startsWith(dataDir)).toBe(true);
    mkdirSync(dirname(path), { recursive: true });
    const name = relative(dataDir, path);
    const whole = { accessToken: 'token', expiresAt: '2030-01-01T00:00:00Z', region: 'eu-west-1' };
    writeFileSync(path, JSON.stringify(whole));
    const now = Date.UTC(2026, 0, 1);
    expect(await hasToken(session, now)).toBe(true);
    await checkProperty(
      fc.asyncProperty(numbers, async (random) => {
        damage(name, JSON.stringify(whole), random);
        expect(typeof (await hasToken(session, now))).toBe('boolean');
      }),
      RUNS,
    );
    rmSync(path);
    expect(await hasToken(session, now)).toBe(false);
    vi.unstubAllEnvs();
  });

  it('keys are the stored ones or an error, and can be stored again', async () => {
    const text = await writtenBy('credentials.json', async () => {
      await (await credentials()).set('default', KEYS);
    });
    await checkProperty(
      fc.asyncProperty(numbers, async (random) => {
        damage('credentials.json', text, random);
        const damaged = await credentials();
        const { stored, error } = await damaged.state();
        for (const entry of stored)
          if (entry.error === null) expect(entry.keyIdEnd).toMatch(/^[A-Z0-9]{4}$/u);
        if (error?.code === 'newer-data') return;
        const { stored: again } = await damaged.set('default', KEYS);
        expect(again).toContainEqual(expect.objectContaining({ sourceId: 'default', error: null }));
      }),
      RUNS,
    );
  });

  it('secrets of channels are the stored ones or an error, and can be stored again', async () => {
    const url = 'https://hooks.slack.com/services/x';
    const text = await writtenBy('channel-secrets.json', async () => {
      await (await secrets()).set('ops', { url });
    });
    await checkProperty(
      fc.asyncProperty(numbers, async (random) => {
        damage('channel-secrets.json', text, random);
        const damaged = await secrets();
        const { error } = await damaged.state();
        if (error?.message.includes('newer') === true) return;
        expect((await damaged.set('ops', { url })).stored['ops']).toContain('url');
      }),
      RUNS,
    );
  });

  it('locks still have exactly one holder', () => {
    checkProperty(
      fc.property(fc.uint8Array({ maxLength: 5000 }), numbers, (bytes, random) => {
        rmSync(dataDir, { recursive: true });
        mkdirSync(dataDir);
        writeFileSync(join(dataDir, 'collector.lock'), bytes);
        writeFileSync(join(dataDir, 'fleet.db.use'), bytes);
        const holder = { pid: 7, since: 1, program: 'one' };
        const first = ProcessLock.acquire(join(dataDir, 'collector.lock'), holder);
        if (!('lock' in first)) throw new Error('not free');
        damage('collector.lock.json', JSON.stringify(holder), random);
        const second = ProcessLock.acquire(join(dataDir, 'collector.lock'), holder);
        expect('lock' in second).toBe(false);
        first.lock.release();
        const use = new FileUse(join(dataDir, 'fleet.db'));
        expect(use.alone(() => readdirSync(dataDir).length)).toBeGreaterThan(0);
        use.end();
      }),
      RUNS,
    );
  });
});
