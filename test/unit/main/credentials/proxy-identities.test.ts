import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProxyIdentities } from '../../../../contract/network.ts';
import {
  CredentialsCipher,
  PROXY_IDENTITIES,
} from '../../../../main/credentials/credentials-cipher.ts';
import { ProxyIdentityStore } from '../../../../main/credentials/proxy-identities.ts';
import { createSafeStorage } from '../../../standin/electron/safe-storage.ts';
import { silentLogger } from '../../../support/test-engine.ts';

const PROXY = 'http://proxy.example:3128';
const ANNA = { user: 'anna', password: 's3cret' };

let dataDir: string;
let file: string;
let published: ProxyIdentities;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'proxies-'));
  file = join(dataDir, 'proxy-credentials.json');
  published = new Map();
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

/** The store of an app that starts now, on a machine with this keyring. */
async function started(keyring = 'login', argv: string[] = []): Promise<ProxyIdentityStore> {
  const storage = createSafeStorage({ isReady: () => true, argv, keyring });
  const store = new ProxyIdentityStore({
    dataDir,
    cipher: new CredentialsCipher(storage, 'linux', PROXY_IDENTITIES),
    publish: (identities) => {
      published = identities;
    },
    logger: silentLogger,
  });
  await store.load();
  return store;
}

it('keeps user and password of a proxy encrypted, for its user alone, over a start of the app', async () => {
  const first = await started();
  expect(await first.set(PROXY, ANNA)).toEqual({ proxies: [PROXY], error: null });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(PROXY);
  expect(text).not.toMatch(/anna|s3cret/u);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  published = new Map();
  const second = await started();
  expect(published).toEqual(new Map([[PROXY, ANNA]]));
  expect(await second.set(PROXY, null)).toEqual({ proxies: [], error: null });
  expect(published).toEqual(new Map());
});

it('sends them to no other proxy, whatever the file says', async () => {
  await (await started()).set(PROXY, ANNA);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('proxy.example', 'elsewhere.example'));
  const store = await started();
  expect(published).toEqual(new Map());
  expect((await store.state()).error?.hint).toContain('Settings, Network');
});

it('refuses to store them without a keyring, and suggests an alternative', async () => {
  const store = await started('login', ['--password-store=basic']);
  const error: unknown = await store.set(PROXY, ANNA).catch((cause: unknown) => cause);
  expect(error).toMatchObject({
    error: {
      code: 'encryption-unavailable',
      message: expect.stringContaining('proxy') as string,
      hint: expect.stringContaining('HTTPS_PROXY') as string,
    },
  });
});

it('reports a damaged file, and sets it aside at the next change', async () => {
  writeFileSync(file, '{');
  const store = await started();
  expect((await store.state()).error?.message).toContain('proxy-credentials.json');
  await store.set(PROXY, ANNA);
  expect(await store.state()).toEqual({ proxies: [PROXY], error: null });
});
