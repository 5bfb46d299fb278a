import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChannelSecrets } from '../../../../contract/channels.ts';
import { ChannelSecretStore } from '../../../../main/credentials/channel-secrets.ts';
import {
  CHANNEL_SECRETS,
  CredentialsCipher,
} from '../../../../main/credentials/credentials-cipher.ts';
import { createSafeStorage } from '../../../standin/electron/safe-storage.ts';
import { silentLogger } from '../../../support/test-engine.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealed-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Started {
  store: ChannelSecretStore;
  published: () => ReadonlyMap<string, ChannelSecrets>;
}

/** The secrets of two channels, in an app that starts now on a machine with this keyring. */
async function started(dataDir: string, keyring = 'login', argv: string[] = []): Promise<Started> {
  let published: ReadonlyMap<string, ChannelSecrets> = new Map();
  const storage = createSafeStorage({ isReady: () => true, argv, keyring });
  const store = new ChannelSecretStore({
    dataDir,
    cipher: new CredentialsCipher(storage, 'linux', CHANNEL_SECRETS),
    publish: (secrets) => {
      published = secrets;
    },
    logger: silentLogger,
  });
  await store.load(['ops', 'night']);
  return { store, published: () => published };
}

it('a file replaced by another program is loaded before it is changed', async () => {
  const here = await started(folder);
  await here.store.set('ops', { token: 'first' });
  const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
  const other = await started(elsewhere);
  await other.store.set('night', { token: 'second' });
  copyFileSync(join(elsewhere, 'channel-secrets.json'), join(folder, 'channel-secrets.json'));
  const state = await here.store.set('ops', { url: 'https://example.org/hook' });
  expect(Object.keys(state.stored).sort()).toEqual(['night', 'ops']);
  expect(here.published().get('night')).toEqual({ token: 'second' });
});

it('the secrets of a removed channel are deleted at the next start', async () => {
  const { store } = await started(folder);
  await store.set('ops', { token: 'kept' });
  await store.set('gone', { token: 'forgotten' });
  const again = await started(folder);
  expect([...again.published().keys()]).toEqual(['ops']);
});

it('without a keyring the refusal names channels, and other places for their secrets', async () => {
  const { store } = await started(folder, 'login', ['--password-store=basic']);
  const error: unknown = await store.set('ops', { token: 'x' }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({
    error: {
      code: 'encryption-unavailable',
      message: expect.stringMatching(/^Secrets of channels cannot be stored here/u) as string,
      hint: expect.stringContaining('env:NAME') as string,
    },
  });
});

it('after the keyring was reset, the error says to enter the secrets of channels again', async () => {
  await (await started(folder)).store.set('ops', { token: 'x' });
  const { store } = await started(folder, 'another keyring');
  const { error, stored } = await store.state();
  expect(error?.message).toMatch(/^The stored secrets of the channels cannot be decrypted/u);
  expect(error?.hint).toContain('Settings, Channels');
  expect(Object.keys(stored)).toEqual(['ops']);
});
