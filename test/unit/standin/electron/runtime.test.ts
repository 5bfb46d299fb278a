import { expect, it } from 'vitest';
import { guarded } from '../../../standin/electron/runtime.ts';

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
