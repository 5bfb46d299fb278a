import { expect, it } from 'vitest';
import { shortened } from '../../../../renderer/lib/shortened.ts';

/** Each code unit takes a pixel. */
const widthOf = (text: string): number => text.length;

it('what fits stays as it is', () => {
  expect(shortened('web-01', 6, widthOf)).toBe('web-01');
  expect(shortened('', 0, widthOf)).toBe('');
});

it('what is too long ends in an ellipsis, within its room', () => {
  expect(shortened('x'.repeat(253), 5, widthOf)).toBe('xxxx…');
  expect(shortened('web-01', 1, widthOf)).toBe('…');
  expect(shortened('web-01', 0, widthOf)).toBe('…');
});

it('no letter of several code points is torn', () => {
  expect(shortened('👩‍👩‍👧👩‍👩‍👧', 10, widthOf)).toBe('👩‍👩‍👧…');
  expect(shortened('👩‍👩‍👧👩‍👩‍👧', 5, widthOf)).toBe('…');
});
