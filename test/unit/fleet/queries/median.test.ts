import { expect, it } from 'vitest';
import { median } from '../../../../fleet/queries/median.ts';

it('the median is the middle value, or the mean of the two middle ones', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});
