import { describe, expect, it } from 'vitest';
import { sharedSpaceOnce } from '../../../../../collector/probes/linux/pools.ts';

const GB = 1e9;

/** A dataset as `df` shows it: its own files, and what is free to it. */
function dataset(mount: string, usedGb: number, freeGb: number, name = 'rpool/some') {
  return { mount, used: usedGb * GB, size: (usedGb + freeGb) * GB, dataset: name };
}

function shown(...found: Parameters<typeof sharedSpaceOnce>[0]): Record<string, string> {
  return Object.fromEntries(
    sharedSpaceOnce(found, () => undefined).map(({ mount, used, size }) => [
      mount,
      `${(used / GB).toFixed(0)} of ${(size / GB).toFixed(0)}`,
    ]),
  );
}

describe('datasets of a pool', () => {
  it('are one if they share free space', () => {
    expect(
      shown(
        dataset('/mnt/zfs/archive', 601, 483),
        dataset('/mnt/zfs', 0, 483, 'rpool'),
        dataset('/mnt/zfs/docker', 3, 483.02),
      ),
    ).toEqual({ '/mnt/zfs': '604 of 1087' });
  });

  it('stay separate with a quota or a reservation', () => {
    expect(
      shown(
        dataset('/mnt/datengrab', 1200, 1960, 'rpool'),
        dataset('/home/jan', 28, 1960),
        dataset('/home/till', 301, 182),
        dataset('/kept', 5, 2400),
      ),
    ).toEqual({
      '/mnt/datengrab': '1228 of 3188',
      '/home/till': '301 of 483',
      '/kept': '5 of 2405',
    });
  });

  it('of two pools are two, however alike their free space', () => {
    expect(shown(dataset('/', 10, 90), dataset('/tank', 20, 90, 'tank'))).toEqual({
      '/': '10 of 100',
      '/tank': '20 of 110',
    });
  });

  it('do not affect file systems outside of pools, or single datasets', () => {
    const disk = { mount: '/boot', used: GB, size: 91 * GB, inodesPercent: 3 };
    const found = sharedSpaceOnce([disk, dataset('/', 10, 90)], () => undefined);
    expect(found).toContainEqual(disk);
    expect(found).toContainEqual({ mount: '/', used: 10 * GB, size: 100 * GB });
  });
});
