import { expect, it, describe } from 'vitest';
import { isSharedName, normalizeHostname } from '../../../contract/hostname.ts';

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

describe('hostnames', () => {
  it.each([
    ['  web-01 \n', 'web-01'],
    ['a\u0000b\u001fc\u007f', 'abc'],
    ['\t\n', 'unknown'],
    ['x'.repeat(300), 'x'.repeat(253)],
    ['😀'.repeat(300), '😀'.repeat(253)],
    ['<b>#1</b>', '<b>#1</b>'],
  ])('%j is stored as %j', (raw, normalized) => {
    expect(normalizeHostname(raw)).toBe(normalized);
  });
});
