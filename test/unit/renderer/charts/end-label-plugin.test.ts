import { expect, test } from 'vitest';
import { spread } from '../../../../renderer/charts/end-label-plugin.ts';

const bounds = { least: 0, most: 100, apart: 10 };

test('labels stay in place while there is space', () => {
  expect(spread([80, 20, 50], bounds)).toEqual([80, 20, 50]);
  expect(spread([], bounds)).toEqual([]);
});

test('labels that would touch move apart in their order', () => {
  expect(spread([50, 50, 52], bounds)).toEqual([50, 60, 70]);
});

test('labels pushed out at an edge move back, and push the others', () => {
  expect(spread([99, 98, 100], bounds)).toEqual([90, 80, 100]);
  expect(spread([-5, 0], bounds)).toEqual([0, 10]);
});
