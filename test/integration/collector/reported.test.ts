/** Situations that people have reported of collectors of other programs; the values are made up. */
import { describe, expect, it } from 'vitest';
import { parseProcStat } from '../../../collector/probes/linux/cores.ts';
import { localFileSystems } from '../../../collector/probes/linux/file-systems.ts';
import { parseMountinfo } from '../../../collector/probes/linux/mountinfo.ts';
import { madeUpRoot, measureTwice, type Files } from '../../support/collector/made-up-root.ts';

const ROOT = '21 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw';

/** The places of the file systems that count besides the root. */
function places(...lines: string[]): string[][] {
  const found = localFileSystems(parseMountinfo([ROOT, ...lines, ''].join('\n')));
  return found
    .map((one) => one.places.map(({ point }) => point))
    .filter(([first]) => first !== '/');
}

describe('mounts that people have reported', () => {
  it.each<[string, string[], string[][]]>([
    [
      'names with spaces, tabs, backslashes and hashes',
      ['30 21 8:17 / /mnt/My\\040Disk\\011\\134\\043 rw - xfs /dev/sdb1 rw'],
      [['/mnt/My Disk\t\\#']],
    ],
    ['an overlay without options', ['31 21 0:50 / /merged rw - overlay overlay '], []],
    ['a source that is empty', ['32 21 0:51 / /x rw - tmpfs  rw'], []],
    [
      'automounts, and what is not mounted below them',
      ['33 21 0:40 / /misc rw shared:9 - autofs systemd-1 rw,fd=29,pgrp=1,timeout=0,direct'],
      [],
    ],
    [
      'network namespaces',
      ['34 21 0:4 net:[4026532281] /run/netns/blue rw shared:22 - nsfs nsfs rw'],
      [],
    ],
    [
      'snaps, by a program inside a container too',
      [
        '35 21 7:3 / /snap/core20/1974 ro,nodev - squashfs /dev/loop3 ro,errors=continue',
        '36 21 0:60 / /snap/lxd/24322 ro,nodev - fuse.snapfuse snapfuse ro,user_id=0,allow_other',
      ],
      [],
    ],
    [
      'a bind mount of a file over another',
      ['37 21 8:2 /etc/resolv.host /etc/resolv.conf rw - ext4 /dev/sda2 rw'],
      [],
    ],
    [
      'RAID, LVM, several paths and encryption, by their own devices',
      [
        '40 21 9:127 / /raid rw - ext4 /dev/md127 rw,stripe=256',
        '41 21 253:2 / /var rw - xfs /dev/mapper/vg0-var rw,attr2',
        '42 21 253:5 / /san rw - ext4 /dev/mapper/mpatha-part1 rw',
        '43 21 253:7 / /secret rw - btrfs /dev/mapper/luks-0a1b rw,subvol=/',
      ],
      [['/raid'], ['/var'], ['/san'], ['/secret']],
    ],
    [
      'subvolumes, and a snapshot that is read-only by its own mount',
      [
        '44 21 0:33 /@data /data rw - btrfs /dev/sdd1 rw,space_cache=v2,subvol=/@data',
        '45 44 0:33 /@snap/1 /data/.snapshots ro - btrfs /dev/sdd1 rw,subvol=/@snap/1',
      ],
      [['/data', '/data/.snapshots']],
    ],
    [
      'the Linux of Windows',
      [
        '50 21 0:44 / /mnt/c rw,noatime - 9p C:\\134 rw,dirsync,aname=drvfs;path=C:\\134,trans=virtio',
        '51 21 0:45 / /usr/lib/wsl/drivers ro - 9p none ro,aname=drivers',
        '52 21 0:46 / /mnt/wsl rw - tmpfs none rw',
        '53 21 0:47 / /init ro - rootfs rootfs rw,size=8133000k',
        '54 21 8:2 / /mnt/wslg/distro ro - ext4 /dev/sdc ro,discard',
      ],
      [],
    ],
    [
      'pools of files, whose disks count by themselves',
      [
        '60 21 8:33 / /disk1 rw - ext4 /dev/sdc1 rw',
        '61 21 0:70 / /pool rw - fuse.mergerfs disk1:disk2 rw,user_id=0',
        '62 21 0:71 / /remote rw - fuse.rclone gdrive: rw,user_id=1000',
        '63 21 0:72 / /nfs rw - nfs4 nas:/x rw,vers=4.2,hard',
        '64 21 0:73 / /smb rw - cifs //nas/x rw',
        '65 21 0:74 / /ceph rw - ceph 10.0.0.1:6789:/ rw',
      ],
      [['/disk1']],
    ],
    [
      'optional fields of any number',
      ['70 21 8:49 / /a rw shared:1 master:2 propagate_from:3 unbindable - ext4 /dev/sdd1 rw'],
      [['/a']],
    ],
    ['lines that are cut', ['71 21 8:65 / /b rw', '72', ' - ', 'ext4 - '], []],
    [
      'a disk below one that was mounted over it',
      ['80 21 8:81 / /mnt rw - ext4 /dev/sdf1 rw', '81 80 8:97 / /mnt rw - ext4 /dev/sdg1 rw'],
      [['/mnt']],
    ],
  ])('%s', (_, lines, right) => {
    expect(places(...lines)).toEqual(right);
  });
});

function netDev(counted: Record<string, number>): string {
  const lines = Object.entries(counted).map(
    ([name, bytes]) =>
      `${name.padStart(6)}: ${String(bytes)} 9 0 0 0 0 0 0 ${String(bytes)} 9 0 0 0 0 0 0`,
  );
  return ['Inter-|   Receive', ' face |bytes', ...lines, ''].join('\n');
}

/** Bytes a second received by a machine whose interfaces each take 60 MB in a minute. */
async function received(links: Record<string, Files>): Promise<number | undefined> {
  const names = ['lo', ...Object.keys(links)];
  const files = (bytes: number): Files => ({
    'proc/net/dev': netDev(Object.fromEntries(names.map((name) => [name, bytes]))),
    ...Object.fromEntries(
      Object.entries(links).flatMap(([name, has], index) =>
        Object.entries({
          ifindex: String(index + 2),
          iflink: String(index + 2),
          type: '1',
          ...has,
        }).map(([file, text]) => [`sys/class/net/${name}/${file}`, text]),
      ),
    ),
  });
  using before = madeUpRoot(files(1_000_000));
  using after = madeUpRoot(files(61_000_000));
  return (await measureTwice(before, after)).netRxBps;
}

const CARD: Files = { 'device/vendor': '0x8086\n' };

describe('interfaces that people have reported', () => {
  it.each<[string, Record<string, Files>, number]>([
    [
      'a modem beside a card',
      { eth0: CARD, wwan0: { ...CARD, type: '65534', uevent: 'DEVTYPE=wwan\n' } },
      2,
    ],
    [
      'a modem\u2019s channels',
      { wwan0: { ...CARD, type: '65534' }, qmimux0: { type: '65534', 'lower_wwan0/ifindex': '2' } },
      1,
    ],
    [
      'macvlan and ipvlan',
      {
        eth0: CARD,
        macvlan0: { iflink: '2', 'lower_eth0/ifindex': '2' },
        ipvl0: { iflink: '2', 'lower_eth0/ifindex': '2' },
      },
      1,
    ],
    [
      'a team',
      { eth0: CARD, eth1: CARD, team0: { 'lower_eth0/ifindex': '2', 'lower_eth1/ifindex': '3' } },
      2,
    ],
    [
      'bridges of Docker',
      {
        enp1s0: CARD,
        docker0: { uevent: 'DEVTYPE=bridge\n' },
        'br-0c4f1f9a2b11': { uevent: 'DEVTYPE=bridge\n' },
      },
      1,
    ],
    [
      'meshes over the one way out',
      {
        ens5: CARD,
        tailscale0: { type: '65534', tun_flags: '0x1001\n' },
        wg0: { type: '65534', uevent: 'DEVTYPE=wireguard\n' },
        zt5u4y6ejv: { tun_flags: '0x1002\n' },
      },
      1,
    ],
    ['a phone that shares its network', { usb0: CARD }, 1],
    ['InfiniBand', { ib0: { ...CARD, type: '32' }, ib1: { ...CARD, type: '32' } }, 2],
    ['dummies beside the way out of a container', { eth0: { iflink: '77' }, dummy0: {} }, 1],
    [
      'a card that listens in the air',
      { wlan0: { ...CARD, uevent: 'DEVTYPE=wlan\n' }, mon0: { ...CARD, type: '803' } },
      1,
    ],
    [
      'ports of a switch',
      {
        eth0: CARD,
        lan1: { ...CARD, uevent: 'DEVTYPE=dsa\n', iflink: '2' },
        lan2: { ...CARD, uevent: 'DEVTYPE=dsa\n', iflink: '2' },
      },
      1,
    ],
  ])('%s', async (_, links, times) => {
    expect(await received(links)).toBe(times * 1_000_000);
  });
});

describe('processors that people have reported', () => {
  it.each<[string, string, string, number | undefined]>([
    [
      'kernels that say four fields',
      'cpu 10 0 10 80\ncpu0 10 0 10 80',
      'cpu 20 0 20 160\ncpu0 20 0 20 160',
      20,
    ],
    [
      'cores that are off',
      'cpu0 10 0 0 90\ncpu3 10 0 0 90',
      'cpu0 60 0 0 140\ncpu3 10 0 0 190',
      25,
    ],
    ['idle that steps back', 'cpu0 10 0 0 900 5', 'cpu0 60 0 0 898 57', 50],
    ['all counters that begin anew', 'cpu0 500 0 0 900', 'cpu0 5 0 0 9', undefined],
    [
      'guests that are in user time already',
      'cpu0 0 0 0 0 0 0 0 0 0 0',
      'cpu0 50 0 0 50 0 0 0 0 50 0',
      50,
    ],
    ['waiting for a disk', 'cpu0 0 0 0 0 0', 'cpu0 10 0 0 10 80', 10],
    ['time that was stolen', 'cpu0 0 0 0 0 0 0 0 0', 'cpu0 10 0 0 60 0 0 0 30', 40],
  ])('%s', async (_, before, after, right) => {
    using first = madeUpRoot({ 'proc/stat': before });
    using second = madeUpRoot({ 'proc/stat': after });
    const { cpuPercent } = await measureTwice(first, second);
    if (right === undefined) expect(cpuPercent).toBeUndefined();
    else expect(cpuPercent).toBeCloseTo(right, 0);
  });

  it('a text without any core has none', () => {
    expect(parseProcStat('intr 1 2 3\nctxt 5\n')).toEqual([]);
  });
});

describe('temperatures that people have reported', () => {
  const chip = (index: number, name: string, values: Record<string, string>): Files => ({
    [`sys/class/hwmon/hwmon${String(index)}/name`]: `${name}\n`,
    ...Object.fromEntries(
      Object.entries(values).map(([file, text]) => [
        `sys/class/hwmon/hwmon${String(index)}/${file}`,
        `${text}\n`,
      ]),
    ),
  });
  const zone = (type: string, temp: string): Files => ({
    'sys/class/thermal/thermal_zone0/type': `${type}\n`,
    'sys/class/thermal/thermal_zone0/temp': `${temp}\n`,
  });

  it.each<[string, Files, number | undefined]>([
    [
      'a hot disk beside a cool processor',
      {
        ...chip(0, 'nvme', { temp1_input: '78850', temp1_label: 'Composite' }),
        ...chip(1, 'coretemp', { temp1_input: '41000', temp1_label: 'Package id 0' }),
      },
      41,
    ],
    [
      'what the fan goes by, and what is measured',
      chip(0, 'k10temp', {
        temp1_input: '82000',
        temp1_label: 'Tctl',
        temp2_input: '55000',
        temp2_label: 'Tdie',
      }),
      55,
    ],
    [
      'a Raspberry Pi',
      {
        ...zone('cpu-thermal', '48312'),
        ...chip(0, 'cpu_thermal', { temp1_input: '48312' }),
        ...chip(1, 'rpi_volt', { in0_lcrit_alarm: '0' }),
      },
      48.3,
    ],
    [
      'two packages',
      {
        ...chip(0, 'coretemp', { temp1_input: '40000', temp1_label: 'Package id 0' }),
        ...chip(1, 'coretemp', { temp1_input: '67000', temp1_label: 'Package id 1' }),
      },
      67,
    ],
    ['a board\u2019s constant', zone('acpitz', '27800'), undefined],
    [
      'a sensor of the wireless card alone',
      chip(0, 'iwlwifi_1', { temp1_input: '52000' }),
      undefined,
    ],
    ['graphics alone', chip(0, 'amdgpu', { temp1_input: '52000', temp1_label: 'edge' }), undefined],
    ['batteries alone', chip(0, 'BAT0', { in0_input: '12000' }), undefined],
    [
      'a laptop\u2019s controller',
      chip(0, 'thinkpad', {
        temp1_input: '49000',
        temp1_label: 'CPU',
        temp2_input: '0',
        temp2_label: 'GPU',
      }),
      49,
    ],
    [
      'a sensor that is broken',
      chip(0, 'coretemp', { temp1_input: '255000', temp1_label: 'Package id 0' }),
      undefined,
    ],
  ])('%s', async (_, files, right) => {
    using root = madeUpRoot(files);
    const { cpuTempC } = await measureTwice(root);
    if (right === undefined) expect(cpuTempC).toBeUndefined();
    else expect(cpuTempC).toBeCloseTo(right, 0);
  });
});

describe('memory and processes that people have reported', () => {
  it('old kernels report no available memory, and free swap may exceed its total', async () => {
    using root = madeUpRoot({
      'proc/meminfo':
        'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 250 kB\nShmem: 100 kB\nSwapTotal: 100 kB\nSwapFree: 300 kB\n',
    });
    expect(await measureTwice(root)).toMatchObject({ memoryPercent: 70, swapPercent: 0 });
  });

  it('zombies and kernel threads count, but not processes that end during the reading', async () => {
    const stat = (pid: number, name: string, state: string): string =>
      `${String(pid)} (${name}) ${state} 1 1 1 0 -1 4 0 0 0 0 7 3 0 0 20 0 1 0 100 0 0 1`;
    using root = madeUpRoot({
      'proc/1/stat': stat(1, 'systemd', 'S'),
      'proc/2/stat': stat(2, 'kthreadd', 'S'),
      'proc/77/stat': stat(77, 'a) S (b', 'Z'),
      'proc/78/stat': '',
      'proc/self/stat': stat(1, 'systemd', 'S'),
    });
    expect((await measureTwice(root)).processCount).toBe(3);
  });
});
