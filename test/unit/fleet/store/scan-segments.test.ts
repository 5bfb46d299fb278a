import { expect, it } from 'vitest';
import { keyIn, unreadSegments } from '../../../../fleet/store/scan-segments.ts';

it('a scan continues from its key, or from the beginning if the key cannot be read', () => {
  expect(keyIn('{"id":1795500000123456}')).toEqual({ id: 1_795_500_000_123_456 });
  for (const damaged of [null, '{"id":17955', '{"id":"1"}', '[]', ''])
    expect(keyIn(damaged)).toBeUndefined();
});

it('a scan that has not begun has all of its segments, unread', () => {
  expect(unreadSegments(2)).toEqual([
    { segment: 0, segments: 2, nextKey: null, done: false, items: 0, units: 0 },
    { segment: 1, segments: 2, nextKey: null, done: false, items: 0, units: 0 },
  ]);
});
