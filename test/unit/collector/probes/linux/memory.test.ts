import { describe, expect, it } from 'vitest';
import { parseMeminfo, readMemory } from '../../../../../collector/probes/linux/memory.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

describe('/proc/meminfo', () => {
  const lines = ['MemTotal:  1000 kB', 'MemFree:  100 kB', 'Buffers:  20 kB', 'Cached:  30 kB'];

  it('reads available memory and used swap', () => {
    const text = [...lines, 'MemAvailable:  600 kB', 'SwapTotal: 50 kB', 'SwapFree: 20 kB'];
    expect(parseMeminfo(text.join('\n'))).toEqual({
      total: 1000 * 1024,
      available: 600 * 1024,
      swapTotal: 50 * 1024,
      swapUsed: 30 * 1024,
    });
  });

  it('uses droppable caches if an old kernel does not report available memory', () => {
    expect(parseMeminfo(lines.join('\n'))).toMatchObject({ available: 150 * 1024, swapTotal: 0 });
  });

  it('counts reclaimable slabs, and no files in memory', () => {
    const old = [...lines, 'Shmem: 25 kB', 'SReclaimable: 40 kB'];
    expect(parseMeminfo(old.join('\n'))).toMatchObject({ available: 165 * 1024 });
  });

  it('/proc/meminfo without a total is an error', () => {
    expect(() => parseMeminfo('')).toThrow('total');
  });

  it('ignores a part that exceeds its whole', () => {
    // lxcfs: the limit is the container's, other values the host's.
    const text = [...lines, 'MemAvailable: 7000 kB', 'SwapTotal: 50 kB', 'SwapFree: 9000 kB'];
    expect(parseMeminfo(text.join('\n'))).toMatchObject({ available: 150 * 1024, swapUsed: 0 });
    const cached = ['MemTotal: 1000 kB', 'MemFree: 900 kB', 'Cached: 4000 kB'];
    expect(parseMeminfo(cached.join('\n'))).toMatchObject({ available: 1000 * 1024 });
    const none = ['MemTotal: 1000 kB', 'SwapTotal: 0 kB', 'SwapFree: 18446744073709551488 kB'];
    expect(parseMeminfo(none.join('\n'))).toMatchObject({ swapTotal: 0, swapUsed: 0 });
  });
});

describe('memory beside the cache of ZFS', () => {
  const GIB_IN_KIB = 1024 * 1024;
  const MEMINFO = `MemTotal: ${String(32 * GIB_IN_KIB)} kB\nMemAvailable: ${String(8 * GIB_IN_KIB)} kB\n`;
  const LXCFS =
    '9 8 0:61 /proc/meminfo /proc/meminfo rw,nosuid - fuse.lxcfs lxcfs rw,user_id=0,allow_other\n';

  it.each([
    ['counts the cache above its least as available', 15, '', 22],
    ['counts nothing of a cache that is at its least', 1, '', 8],
    ['counts no cache that cannot be this machine\u2019s', 200, '', 8],
    ['counts no cache of the host in a container whose numbers are lxcfs\u2019s', 15, LXCFS, 8],
  ])('%s', async (_, cacheGib, mountinfo, availableGib) => {
    const bytes = (gib: number): string => String(gib * 1024 ** 3);
    using root = madeUpRoot({
      'proc/meminfo': MEMINFO,
      'proc/1/mountinfo': `8 0 8:1 / / rw - ext4 /dev/sda1 rw\n${mountinfo}`,
      'proc/spl/kstat/zfs/arcstats': [
        '13 1 0x01 147 39984 5112315670 97695212546990',
        'name                            type data',
        `c                               4    ${bytes(16)}`,
        `c_min                           4    ${bytes(1)}`,
        `size                            4    ${bytes(cacheGib)}`,
        'compressed_size                 4    7',
      ].join('\n'),
    });
    expect((await readMemory(root)).available).toBe(availableGib * 1024 ** 3);
  });
});
