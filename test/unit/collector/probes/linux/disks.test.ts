import { describe, expect, it } from 'vitest';
import { readDisks } from '../../../../../collector/probes/linux/disks.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

/** Sectors read and written by each device, in the form of `/proc/diskstats`. */
function diskstats(
  devices: Record<string, readonly [device: string, read: number, written: number]>,
): string {
  return Object.entries(devices)
    .map(
      ([name, [device, read, written]]) =>
        `${device.replace(':', ' ')} ${name} 9 0 ${String(read)} 5 9 0 ${String(written)} 9 0 10 14`,
    )
    .join('\n');
}

async function counted(
  text: string,
  sys: Files = {},
): Promise<Record<string, readonly [number, number]>> {
  using root = madeUpRoot({ 'proc/diskstats': text, ...sys });
  const members = await readDisks(root, () => undefined);
  return Object.fromEntries(
    members.map(({ id, in: read, out }) => [id.split(' ')[0] ?? '', [read / 512, out / 512]]),
  );
}

/** `sys/block` of whole devices; the slaves of each. */
function block(devices: Record<string, readonly string[]>): Files {
  return Object.fromEntries(
    Object.entries(devices).flatMap(([name, slaves]): [string, string][] => [
      [`sys/block/${name}/size`, '1\n'],
      ...slaves.map((slave): [string, string] => [`sys/block/${name}/slaves/${slave}/size`, '1\n']),
    ]),
  );
}

describe('/proc/diskstats', () => {
  const LAYERS = diskstats({
    nvme0n1: ['259:0', 2000, 400],
    nvme0n1p1: ['259:1', 1900, 400],
    sda: ['8:0', 8, 16],
    loop0: ['7:0', 999, 0],
    'dm-0': ['253:0', 999, 999],
  });

  it('/proc/diskstats counts whole disks once', async () => {
    expect(await counted(LAYERS)).toEqual({ nvme0n1: [2000, 400], sda: [8, 16] });
    const sys = block({ nvme0n1: [], sda: [], loop0: [], 'dm-0': ['sda'] });
    expect(await counted(LAYERS, sys)).toEqual({ nvme0n1: [2000, 400], sda: [8, 16] });
  });

  it('is absent without disks', async () => {
    expect(await counted('')).toEqual({});
  });

  it.each([
    ['cards', { mmcblk0: ['179:0', 7, 7], mmcblk0p1: ['179:1', 7, 7] }, ['mmcblk0']],
    [
      'partitions alone, as Xen hands them over',
      { xvda1: ['202:1', 7, 7], xvda2: ['202:2', 1, 1] },
      ['xvda1', 'xvda2'],
    ],
    ['disks of mainframes', { dasda: ['94:0', 7, 7], dasda1: ['94:1', 7, 7] }, ['dasda']],
    [
      'RAID controllers with a slash',
      { 'cciss/c0d0': ['104:0', 7, 7], 'cciss/c0d0p1': ['104:1', 7, 7] },
      ['cciss/c0d0'],
    ],
    [
      'RAID and LVM above disks',
      {
        sda: ['8:0', 7, 7],
        sda1: ['8:1', 7, 7],
        sdb: ['8:16', 7, 7],
        md0: ['9:0', 7, 7],
        'dm-1': ['253:1', 7, 7],
      },
      ['sda', 'sdb'],
    ],
    [
      'more than 26 disks',
      { sda: ['8:0', 7, 7], sdaa: ['65:160', 7, 7], sdaa1: ['65:161', 7, 7] },
      ['sda', 'sdaa'],
    ],
    [
      'memory and drives for discs',
      { sr0: ['11:0', 7, 7], ram0: ['1:0', 7, 7], zram0: ['252:0', 7, 7], vda: ['254:0', 7, 7] },
      ['vda'],
    ],
  ] as const)('knows %s without sysfs', async (_, devices, disks) => {
    expect(Object.keys(await counted(diskstats(devices)))).toEqual(disks);
  });

  it('/proc/diskstats relies on sysfs, whatever a device’s name', async () => {
    const text = diskstats({
      'cciss/c0d0': ['104:0', 7, 7],
      'cciss/c0d0p1': ['104:1', 7, 7],
      newdisk1: ['260:0', 5, 5],
      bcache0: ['250:0', 5, 5],
      mpatha: ['253:3', 5, 5],
    });
    const sys = block({
      'cciss!c0d0': [],
      newdisk1: [],
      bcache0: ['newdisk1'],
      mpatha: ['newdisk1'],
    });
    expect(Object.keys(await counted(text, sys))).toEqual(['cciss/c0d0', 'newdisk1']);
  });

  it('/proc/diskstats counts a disk with several paths once', async () => {
    const paths = { nvme0c0n1: ['259:2', 6, 6], nvme0c1n1: ['259:3', 4, 4] } as const;
    const both = diskstats({ nvme0n1: ['259:0', 10, 10], ...paths });
    expect(await counted(both)).toEqual({ nvme0n1: [10, 10] });
  });
});
