import { expect, it } from 'vitest';
import { guarded } from '../../standin/electron/runtime.ts';
import { safeStorage } from '../../standin/electron/system.ts';

class Thing {
  readonly absent = undefined;
  #count = 0;

  add(): number {
    this.#count += 1;
    return this.#count;
  }
}

it('lets through what is emulated, and names what is not', () => {
  const thing = guarded('thing', new Thing());
  expect([thing.add(), thing.add()]).toEqual([1, 2]);
  expect(thing.absent).toBeUndefined();
  expect(() => (thing as unknown as Record<string, unknown>)['missing']).toThrow(
    'the Electron stand-in does not emulate thing.missing',
  );
});

it('encrypts for itself, and refuses what was changed', async () => {
  const encrypted = await safeStorage.encryptStringAsync('secret ✓');
  expect(encrypted.includes('secret')).toBe(false);
  await expect(safeStorage.decryptStringAsync(encrypted)).resolves.toEqual({
    shouldReEncrypt: false,
    result: 'secret ✓',
  });
  encrypted.writeUInt8(encrypted.readUInt8(encrypted.length - 1) ^ 1, encrypted.length - 1);
  await expect(safeStorage.decryptStringAsync(encrypted)).rejects.toThrow();
});
