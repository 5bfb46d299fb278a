import { expect, it } from 'vitest';
import { foreignAmongOwn } from '../../../../fleet/doctor/overwritten.ts';

const OWN = 'py-perf-desktop/0.1.0';

it.each<[string, (string | undefined)[], number]>([
  ['between its own', [OWN, undefined, OWN, undefined, undefined, OWN], 3],
  ['of another writer that names itself', [OWN, 'other/1', OWN], 1],
  [
    'of before its start and after its end, which are in order',
    [undefined, OWN, OWN, undefined],
    0,
  ],
  ['where it has written none', [undefined, undefined], 0],
  ['of no minutes', [], 0],
])('counts minutes %s', (_, writtenBy, right) => {
  expect(foreignAmongOwn(writtenBy)).toBe(right);
});
