import { describe, expect, it } from 'vitest';
import { createSafeStorage } from '../../../standin/electron/safe-storage.ts';

const ready = (keyring?: string, argv: string[] = []) =>
  createSafeStorage({ isReady: () => true, argv, keyring });

describe('safeStorage of the stand-in', () => {
  it('encrypts with the keyring, and refuses tampered text', async () => {
    const storage = ready();
    expect(storage.getSelectedStorageBackend()).toBe('gnome_libsecret');
    const encrypted = await storage.encryptStringAsync('secret ✓');
    expect(encrypted.toString('latin1')).toMatch(/^v11/u);
    expect(encrypted.includes('secret')).toBe(false);
    expect(await storage.decryptStringAsync(encrypted)).toEqual({
      shouldReEncrypt: false,
      result: 'secret ✓',
    });
    encrypted.writeUInt8(encrypted.readUInt8(encrypted.length - 1) ^ 1, encrypted.length - 1);
    await expect(storage.decryptStringAsync(encrypted)).rejects.toThrow('Error while decrypting');
  });

  it.each([
    ['no keyring', 'none', []],
    ['a command line that does without', undefined, ['--password-store=basic']],
  ])('reports encryption with %s, but protects nothing', async (_, keyring, argv) => {
    const storage = ready(keyring, argv);
    expect(storage.getSelectedStorageBackend()).toBe('basic_text');
    expect(await storage.isAsyncEncryptionAvailable()).toBe(true);
    const encrypted = await storage.encryptStringAsync('text');
    expect(encrypted.toString('latin1')).toMatch(/^v10/u);
    // Anybody with Chromium's source can read it; a later keyring asks to encrypt it again.
    expect(await ready().decryptStringAsync(encrypted)).toEqual({
      shouldReEncrypt: true,
      result: 'text',
    });
  });

  it('cannot read what another keyring encrypted, nor anything while it is locked', async () => {
    const encrypted = await ready('old').encryptStringAsync('text');
    await expect(ready('new').decryptStringAsync(encrypted)).rejects.toThrow(
      'Error while decrypting',
    );
    await expect(ready('none').decryptStringAsync(encrypted)).rejects.toThrow(
      'Error while decrypting',
    );
    await expect(ready('locked').decryptStringAsync(encrypted)).rejects.toThrow(
      'temporarily unavailable',
    );
  });

  it('safeStorage of the stand-in fails before the app is ready', async () => {
    const storage = createSafeStorage({ isReady: () => false, argv: [] });
    expect(storage.getSelectedStorageBackend()).toBe('unknown');
    expect(await storage.isAsyncEncryptionAvailable()).toBe(false);
    await expect(storage.encryptStringAsync('text')).rejects.toThrow('before app is ready');
    await expect(storage.decryptStringAsync(Buffer.from('v11'))).rejects.toThrow(
      'before app is ready',
    );
  });
});
