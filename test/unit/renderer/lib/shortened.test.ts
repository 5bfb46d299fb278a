import { expect, it } from 'vitest';
import { shortened } from '../../../../renderer/lib/shortened.ts';

/** Each code unit takes a pixel. */
const widthOf = (text: string): number => text.length;

it('a text that fits is unchanged', () => {
  expect(shortened('web-01', 6, widthOf)).toBe('web-01');
  expect(shortened('', 0, widthOf)).toBe('');
});

it('a long text ends in an ellipsis, within its width', () => {
  expect(shortened('x'.repeat(253), 5, widthOf)).toBe('xxxx…');
  expect(shortened('web-01', 1, widthOf)).toBe('…');
  expect(shortened('web-01', 0, widthOf)).toBe('…');
});

it('no grapheme of several code points is split', () => {
  expect(shortened('👩‍👩‍👧👩‍👩‍👧', 10, widthOf)).toBe('👩‍👩‍👧…');
  expect(shortened('👩‍👩‍👧👩‍👩‍👧', 5, widthOf)).toBe('…');
});
