import { expect, test } from 'vitest';
import { demoOptions } from '../../../scripts/demo-options.ts';

test('a fleet has a default size, or the requested one', () => {
  expect(demoOptions([])).toEqual({ hosts: 60, seed: 1, help: false });
  expect(demoOptions(['--hosts', '1000'])).toEqual({ hosts: 1000, seed: 1, help: false });
  expect(demoOptions(['--hosts=1']).hosts).toBe(1);
  expect(demoOptions(['--seed', '7']).seed).toBe(7);
  expect(demoOptions(['-h']).help).toBe(true);
});

test.each(['0', '-3', '1.5', 'many', '', '5001', '1e3'])(
  'reports what is wrong with %j',
  (hosts) => {
    expect(() => demoOptions([`--hosts=${hosts}`])).toThrow(
      `--hosts must be a whole number from 1 to 5000, not "${hosts}".`,
    );
  },
);

test('reports an invalid seed', () => {
  expect(() => demoOptions(['--seed', '0'])).toThrow('--seed must be a whole number from 1');
});

test('names an unknown flag', () => {
  expect(() => demoOptions(['--horses', '3'])).toThrow('--horses');
  expect(() => demoOptions(['60'])).toThrow('60');
});
