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

it('passes emulated members, and names missing ones', () => {
  const thing = guarded('thing', new Thing());
  expect([thing.add(), thing.add()]).toEqual([1, 2]);
  expect(thing.absent).toBeUndefined();
  expect(() => (thing as unknown as Record<string, unknown>)['missing']).toThrow(
    'the Electron stand-in does not emulate thing.missing',
  );
});
