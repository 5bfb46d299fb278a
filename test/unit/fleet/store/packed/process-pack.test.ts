import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TopProcess } from '../../../../../contract/sample.ts';
import { packProcesses, unpackProcesses } from '../../../../../fleet/store/packed/process-pack.ts';
import { checkProperty } from '../../../../support/property.ts';

const tenths = fc.integer({ min: 0, max: 1000 }).map((value) => value / 10);
/** A few processes that come again, and any others. */
const identity = fc.oneof(
  fc.constantFrom({ name: 'node', pid: 7 }, { name: 'node', pid: 8 }, { name: 'sh', pid: 9 }),
  fc.record({ name: fc.string({ unit: 'grapheme' }), pid: fc.nat() }),
);
const list = fc.uniqueArray(
  fc
    .tuple(identity, tenths, tenths)
    .map(([who, cpuPercent, memoryPercent]): TopProcess => ({ ...who, cpuPercent, memoryPercent })),
  { maxLength: 6, selector: ({ name, pid }) => `${String(pid)} ${name}` },
);
const lists = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 59 }), list), {
  maxLength: 60,
  selector: ([minute]) => minute,
});

it('the lists of an hour keep their order, minute by minute', () => {
  checkProperty(
    fc.property(lists, (given) => {
      const hour = new Map(given);
      expect(unpackProcesses(packProcesses(hour))).toEqual(hour);
    }),
  );
});

it('foreign writers’ lists survive too', () => {
  const base = { name: 'a', pid: 1, cpuPercent: 1, memoryPercent: 2 };
  for (const strange of [
    [base, base],
    [{ ...base, pid: -4 }],
    [{ ...base, pid: 1.5 }],
    [{ ...base, cpuPercent: 1e30 }],
    [{ ...base, name: '\ud800' }],
  ]) {
    const hour = new Map([[3, strange]]);
    expect(unpackProcesses(packProcesses(hour))).toEqual(hour);
  }
});

it('a lasting process takes little more than its usage values', () => {
  const hour = new Map(
    Array.from({ length: 60 }, (_, minute): [number, TopProcess[]] => [
      minute,
      Array.from({ length: 5 }, (__, at) => ({
        name: `process-${String(at)}`,
        pid: 1000 + at,
        cpuPercent: (minute * 7 + at * 13) % 16,
        memoryPercent: 10,
      })),
    ]),
  );
  expect(packProcesses(hour).length / 60).toBeLessThan(8);
});

it('detects damage', () => {
  const blob = packProcesses(
    new Map([[0, [{ name: 'a', pid: 1, cpuPercent: 1, memoryPercent: 2 }]]]),
  );
  for (let bit = 0; bit < blob.length * 8; bit += 1) {
    const flipped = blob.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => unpackProcesses(flipped)).toThrow(/damaged/u);
  }
});
