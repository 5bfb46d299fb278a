import type { App } from '../hosts/app.ts';
import { TINY, expect, test } from './tiny.ts';

/** What safeStorage says and does in the main process; everything in one go, so that the two hosts are asked alike. */
const storageOf = (app: App) =>
  app.evaluate(async ({ safeStorage }) => {
    const linux = process.platform === 'linux';
    const encrypted = await safeStorage.encryptStringAsync('a secret ✓');
    return {
      available: await safeStorage.isAsyncEncryptionAvailable(),
      backend: linux ? safeStorage.getSelectedStorageBackend() : 'system',
      tag: encrypted.toString('latin1', 0, 3),
      hidden: !encrypted.includes('a secret'),
      read: await safeStorage.decryptStringAsync(encrypted),
    };
  }, null);

test('encrypts with a key of the system, and says which kind of key that is', async ({
  sharedApp: app,
}) => {
  const found = await storageOf(app);
  expect(found).toMatchObject({
    available: true,
    hidden: true,
    read: { shouldReEncrypt: false, result: 'a secret ✓' },
  });
  if (found.backend === 'gnome_libsecret') expect(found.tag).toBe('v11');
});

test('says on Linux that it can encrypt, with nothing but the password in its source', async ({
  launch,
}) => {
  test.skip(process.platform !== 'linux', 'other systems always have a keyring');
  const app = await launch({ app: TINY, args: ['--password-store=basic'] });
  expect(await storageOf(app)).toMatchObject({
    available: true,
    backend: 'basic_text',
    tag: 'v10',
    read: { result: 'a secret ✓' },
  });
});
