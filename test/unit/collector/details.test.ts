import { describe, expect, it } from 'vitest';
import { Details, fullest } from '../../../collector/details.ts';
import type { FileSystemReading, MemberCounters } from '../../../collector/probes/probes.ts';

const MIB = 2 ** 20;

const disk = (mount: string, size: number, used = size / 2): FileSystemReading => ({
  mount,
  size: size * MIB,
  used: used * MIB,
});
const link = (name: string, bytes: number, errors = 0): MemberCounters => ({
  id: `${name} 2`,
  name,
  in: bytes,
  out: bytes / 2,
  errors,
  wrapsAt: 2 ** 32,
});

describe('file systems and interfaces one by one', () => {
  it('are due in the first sample, and then every five minutes', () => {
    const details = new Details();
    const due = [610, 620, 899, 900, 1500].map((now) => {
      const isDue = details.isDue(now);
      if (isDue) details.told(now);
      return isDue;
    });
    expect(due).toEqual([true, false, false, true, true]);
  });

  it('name the eight largest file systems, without NaN', () => {
    const found = Array.from({ length: 12 }, (_, index) => disk(`/${String(index)}`, index + 1));
    const { fileSystems = [] } = new Details().take([
      ...found,
      disk('/odd', 99, NaN),
      disk('/no', 0),
    ]);
    expect(fileSystems.map(({ mount }) => mount)).toEqual([
      '/11',
      '/10',
      '/9',
      '/8',
      '/7',
      '/6',
      '/5',
      '/4',
    ]);
    expect(fileSystems[0]).toEqual({ mount: '/11', sizeMb: 12, usedMb: 6 });
  });

  it('name the four interfaces with most traffic since they were last named', () => {
    const details = new Details();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const read = (at: number, scale: number): void => {
      details.read({
        at,
        value: names.map((name, index) => link(name, 600 * index * scale, scale)),
      });
    };
    read(100, 0);
    read(130, 5);
    read(160, 1);
    expect(details.take([]).interfaces).toEqual([
      { name: 'e', rxBps: 40, txBps: 20, errors: 1 },
      { name: 'd', rxBps: 30, txBps: 15, errors: 1 },
      { name: 'c', rxBps: 20, txBps: 10, errors: 1 },
      { name: 'b', rxBps: 10, txBps: 5, errors: 1 },
    ]);
    expect(details.take([])).toEqual({});
  });

  it('omit interfaces whose counters restarted, and errors that are not counted', () => {
    const details = new Details();
    const { errors: _, ...uncounted } = link('b', 60);
    details.read({ at: 100, value: [link('a', 9000), { ...uncounted, in: 0, out: 0 }] });
    details.read({ at: 160, value: [link('a', 10), uncounted, link('new', 5)] });
    expect(details.take([]).interfaces).toEqual([{ name: 'b', rxBps: 1, txBps: 0.5 }]);
  });

  it('have a fullest, or none', () => {
    expect(fullest([disk('/', 10, 3), disk('/b', 100, 90)])).toBe(90);
    expect(fullest([])).toBeUndefined();
  });
});
