import { describe, expect, it } from 'vitest';
import { decodeDetails, encodeDetails } from '../../../contract/sample-details.ts';

describe('file systems and interfaces in an item', () => {
  it('survive a round trip, rounded', () => {
    const item = encodeDetails({
      fileSystems: [
        { mount: '/', sizeMb: 102_400.4, usedMb: 51_200.6, inodesPercent: 12.4 },
        { mount: '/srv', sizeMb: 10, usedMb: 0 },
      ],
      interfaces: [{ name: 'eth0', rxBps: 1000.2, txBps: 0, errors: 3 }],
    });
    expect(item).toEqual({
      file_systems: [
        ['/', 102_400, 51_201, 12],
        ['/srv', 10, 0],
      ],
      interfaces: [['eth0', 1000, 0, 3]],
    });
    expect(decodeDetails(item)).toEqual({
      fileSystems: [
        { mount: '/', sizeMb: 102_400, usedMb: 51_201, inodesPercent: 12 },
        { mount: '/srv', sizeMb: 10, usedMb: 0 },
      ],
      interfaces: [{ name: 'eth0', rxBps: 1000, txBps: 0, errors: 3 }],
    });
  });

  it('are absent attributes if there are none', () => {
    expect(encodeDetails({ fileSystems: [], interfaces: [] })).toEqual({});
    expect(decodeDetails({})).toEqual({});
  });

  it.each([
    'text',
    [null],
    [{ mount: '/' }],
    [['/', 1]],
    [['', 10, 1]],
    [['/', 10, 11]],
    [['/', -1, 0]],
    [['/', '10', '1']],
    [['/', 1e300, 1]],
  ])('are left out if invalid: %j', (file_systems) => {
    expect(decodeDetails({ file_systems })).toEqual({});
  });

  it('are as many as a writer may name, with names of a length that can be shown', () => {
    const many = Array.from({ length: 100 }, (_, index) => [`/${'x'.repeat(999)}`, 9, index % 9]);
    const { fileSystems = [] } = decodeDetails({ file_systems: many });
    expect(fileSystems).toHaveLength(8);
    expect(fileSystems[0]?.mount).toHaveLength(255);
    expect(
      decodeDetails({ interfaces: many.map(([name]) => [name, 1, 2]) }).interfaces,
    ).toHaveLength(4);
  });

  it('lose only their invalid parts', () => {
    expect(
      decodeDetails({ file_systems: [['/', 10, 5, 101]], interfaces: [['a', 1, 2, -1]] }),
    ).toEqual({
      fileSystems: [{ mount: '/', sizeMb: 10, usedMb: 5 }],
      interfaces: [{ name: 'a', rxBps: 1, txBps: 2 }],
    });
  });
});
