import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareMeans } from '../../../contract/function-compare.ts';
import { checkProperty } from '../../support/property.ts';

it('means before and after are compared by ratio with its interval', () => {
  const before = [9, 10, 11, 10, 10];
  const after = [14, 15, 16, 15, 15];
  const found = compareMeans(before, after);
  expect(found?.ratio).toBeCloseTo(1.502, 2);
  // The quantile (6.96 degrees of freedom) by numerical integration of Student's density.
  expect(found?.low).toBeCloseTo(1.37205, 3);
  expect(found?.high).toBeCloseTo(1.64356, 3);
});

it('fewer than five runs on a side are not compared', () => {
  expect(compareMeans([1, 1, 1, 1], [2, 2, 2, 2, 2])).toBeNull();
  expect(compareMeans([1, 1, 1, 1, 1], [2, 2, 2, 2])).toBeNull();
});

it('a factor on one side is the ratio, inside its interval', () => {
  const side = fc.array(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), {
    minLength: 5,
    maxLength: 20,
  });
  checkProperty(
    fc.property(side, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, factor) => {
      const found = compareMeans(
        values,
        values.map((value) => value * factor),
      );
      expect(found?.ratio).toBeCloseTo(factor, 6);
      expect(found?.low).toBeLessThanOrEqual(factor * 1.000001);
      expect(found?.high).toBeGreaterThanOrEqual(factor * 0.999999);
    }),
  );
});
