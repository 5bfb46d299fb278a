import { expect, it } from 'vitest';
import { isSharedName } from '../../../contract/hostname.ts';

it.each([
  ['localhost', true],
  ['localhost.localdomain', true],
  ['LOCALHOST', true],
  ['unknown', true],
  ['localhost-3', false],
  ['web-01', false],
])('whether many machines are called %s: %s', (name, shared) => {
  expect(isSharedName(name)).toBe(shared);
});
