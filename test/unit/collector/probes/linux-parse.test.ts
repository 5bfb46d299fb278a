import { describe, expect, it } from 'vitest';
import {
  parseDiskstats,
  parseMeminfo,
  parseMounts,
  parseNetDev,
  parseOsRelease,
  parsePidStat,
} from '../../../../collector/probes/linux-parse.ts';

describe('/proc/meminfo', () => {
  const lines = ['MemTotal:  1000 kB', 'MemFree:  100 kB', 'Buffers:  20 kB', 'Cached:  30 kB'];

  it('says what is available and how much of the swap is used', () => {
    const text = [...lines, 'MemAvailable:  600 kB', 'SwapTotal: 50 kB', 'SwapFree: 20 kB'];
    expect(parseMeminfo(text.join('\n'))).toEqual({
      total: 1000 * 1024,
      available: 600 * 1024,
      swapTotal: 50 * 1024,
      swapUsed: 30 * 1024,
    });
  });

  it('takes what can be dropped where an old kernel does not say', () => {
    expect(parseMeminfo(lines.join('\n'))).toMatchObject({ available: 150 * 1024, swapTotal: 0 });
  });

  it('is an error where it names no total', () => {
    expect(() => parseMeminfo('')).toThrow('total');
  });
});

describe('os-release', () => {
  it.each([
    ['PRETTY_NAME="x"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n', 'Debian GNU/Linux 12'],
    ["NAME='Arch Linux'\nID=arch\n", 'Arch Linux'],
    ['NAME=Fedora\nVERSION_ID=41\n', 'Fedora 41'],
    ['ID=nameless\n', undefined],
    ['', undefined],
  ])('%j is %j', (text, name) => {
    expect(parseOsRelease(text)).toBe(name);
  });
});

describe('/proc/diskstats', () => {
  it('counts whole disks once', () => {
    const text = [
      ' 259       0 nvme0n1 100 0 2000 5 50 0 400 9 0 10 14',
      ' 259       1 nvme0n1p1 90 0 1900 5 50 0 400 9 0 10 14',
      '   8       0 sda 1 0 8 0 1 0 16 0 0 0 0',
      '   7       0 loop0 9 0 999 0 0 0 0 0 0 0 0',
      ' 253       0 dm-0 9 0 999 0 0 0 999 0 0 0 0',
    ].join('\n');
    expect(parseDiskstats(text)).toEqual({ diskRead: 2008 * 512, diskWrite: 416 * 512 });
  });

  it('says nothing where there is no disk', () => {
    expect(parseDiskstats('')).toEqual({});
  });
});

describe('/proc/net/dev', () => {
  it('adds up all interfaces but the loopback', () => {
    const text = [
      'Inter-|   Receive                            |  Transmit',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets',
      '    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0',
      '  eth0:1000 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0',
      ' wlan0: 30 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0',
    ].join('\n');
    expect(parseNetDev(text)).toEqual({ netRx: 1030, netTx: 204 });
  });
});

describe('/proc/self/mounts', () => {
  it('names local, writable file systems, each device once', () => {
    const text = [
      '/dev/sda1 / ext4 rw,relatime 0 0',
      '/dev/sda1 /var/lib/docker ext4 rw 0 0',
      '/dev/sdb1 /mnt/my\\040disk xfs rw 0 0',
      '/dev/loop0 /snap/core squashfs ro 0 0',
      '/dev/sr0 /media vfat ro 0 0',
      'server:/home /home nfs4 rw 0 0',
      'tmpfs /tmp tmpfs rw 0 0',
    ].join('\n');
    expect(parseMounts(text)).toEqual(['/', '/mnt/my disk']);
  });
});

describe('/proc/PID/stat', () => {
  const rest =
    'S 1 1 1 0 -1 4194560 9 9 9 9 150 50 0 0 20 0 1 0 7777 1000000 300 18446744073709551615';

  it('reads a name with spaces and parentheses', () => {
    expect(parsePidStat(`42 (my (odd) name) ${rest}`, 100, 4096)).toEqual({
      pid: 42,
      name: 'my (odd) name',
      cpuSeconds: 2,
      startedAt: 7777,
      memoryBytes: 300 * 4096,
    });
  });

  it.each(['', '42', '42 (cut'])('knows that %j is none', (text) => {
    expect(parsePidStat(text, 100, 4096)).toBeNull();
  });
});
