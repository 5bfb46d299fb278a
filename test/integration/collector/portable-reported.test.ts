/** Answers of systeminformation in the whole form in which people have shown them in reports; the values are made up. */
import { describe, expect, it } from 'vitest';
import { fullest } from '../../../collector/details.ts';
import { portableProbes } from '../../../collector/probes/portable.ts';
import type { SystemInformation } from '../../../collector/probes/system-information.ts';
import type { SystemProbes } from '../../../collector/probes/probes.ts';

function probes(platform: NodeJS.Platform, answers: Record<string, unknown>): SystemProbes {
  const asked = Object.entries(answers).map(([name, answer]) => [
    name,
    () => Promise.resolve(answer),
  ]);
  const load = () => Promise.resolve(Object.fromEntries(asked) as unknown as SystemInformation);
  return portableProbes(() => undefined, { platform, load, cpuCount: 8 });
}

const apfs = (slice: string, mount: string, used: number, more: object = {}) => ({
  fs: `/dev/${slice}`,
  type: 'APFS',
  size: 1_000_240_963_584,
  used,
  available: 221_380_227_072,
  use: Math.round((used / (used + 221_380_227_072)) * 10_000) / 100,
  mount,
  rw: true,
  ...more,
});

describe('volumes of macOS that people have reported', () => {
  it('of one container are one, with the container’s free space', async () => {
    const fsSize = [
      apfs('disk1s5s1', '/', 15_046_959_104, { rw: false }),
      apfs('disk1s4', '/System/Volumes/VM', 8_589_934_592),
      apfs('disk1s2', '/System/Volumes/Preboot', 532_676_608),
      apfs('disk1s1', '/System/Volumes/Data', 233_436_921_856),
      apfs('disk1s7', '/Volumes/VMs', 126_297_579_520),
    ];
    const [only, ...others] = await probes('darwin', { fsSize }).fileSystems();
    expect(others).toEqual([]);
    expect(only?.mount).toBe('/');
    expect(((only?.used ?? 0) / (only?.size ?? 1)) * 100).toBeCloseTo(77.87, 1);
  });

  it('network disks and installer images do not count as this machine\u2019s', async () => {
    const fsSize = [
      apfs('disk3s1s1', '/', 15e9, { rw: false }),
      apfs('disk3s5', '/System/Volumes/Data', 400e9),
      {
        fs: '/dev/disk19s3',
        type: 'HFS',
        size: 85_894_839_336,
        used: 80_000_000_000,
        available: 5_894_839_336,
        use: 93.14,
        mount: '/Volumes/A-TV_3',
        rw: true,
      },
      {
        fs: '//editor@nas.example/share',
        type: 'SMBFS',
        size: 8e12,
        used: 7.9e12,
        available: 1e11,
        use: 98.75,
        mount: '/Volumes/share',
        rw: true,
      },
      {
        fs: '/dev/disk6s1',
        type: 'HFS',
        size: 12_400_000,
        used: 12_400_000,
        available: 0,
        use: 100,
        mount: '/Volumes/Some Installer',
        rw: false,
      },
    ];
    const found = await probes('darwin', { fsSize }).fileSystems();
    expect(found.map(({ mount }) => mount).toSorted()).toEqual(['/', '/Volumes/A-TV_3']);
    expect(fullest(found)).toBeCloseTo(93.14, 2);
  });
});

const battery = (percent: number, maxCapacity: number, more: object = {}) => ({
  hasBattery: true,
  cycleCount: 0,
  isCharging: false,
  designedCapacity: 24_000,
  maxCapacity,
  currentCapacity: Math.round((maxCapacity * percent) / 100),
  voltage: 10.335,
  capacityUnit: 'mWh',
  percent,
  timeRemaining: null,
  acConnected: false,
  type: '',
  model: '9423SMP01AV421',
  manufacturer: '',
  serial: '',
  ...more,
});

describe('batteries that people have reported', () => {
  it.each<[string, object, number | undefined]>([
    [
      'a worn one inside and a new one outside',
      battery(44, 6760, { additionalBatteries: [battery(94, 22_000)] }),
      (44 * 6760 + 94 * 22_000) / 28_760,
    ],
    [
      'two, the first of which says more than it holds',
      battery(117, 20_000, { additionalBatteries: [battery(20, 20_000)] }),
      60,
    ],
    ['one whose driver says no charge', battery(0, 0, { acConnected: true }), undefined],
    ['a machine on a desk', { ...battery(0, 0), hasBattery: false }, undefined],
    [
      'one of two that says nothing',
      battery(0, 0, { additionalBatteries: [battery(74, 21_000)] }),
      74,
    ],
  ])('%s', async (_, answer, right) => {
    const found = await probes('win32', { battery: answer }).battery();
    if (right === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(right, 6);
  });
});

describe('adapters and drives of Windows that people have reported', () => {
  it('rates that are null do not matter: bytes count', async () => {
    const adapter = (iface: string, rx: number, tx: number) => ({
      iface,
      operstate: 'up',
      rx_bytes: rx,
      rx_dropped: 0,
      rx_errors: 0,
      tx_bytes: tx,
      tx_dropped: 0,
      tx_errors: 0,
      rx_sec: null,
      tx_sec: null,
      ms: 0,
    });
    const { interfaces = [] } = await probes('win32', {
      fsStats: null,
      networkStats: [adapter('Ethernet 2', 9_000_000, 400_000), adapter('Wi-Fi', 0, 0)],
      networkInterfaces: [
        { iface: 'Ethernet 2', ifaceName: 'Realtek PCIe GbE Family Controller #2' },
      ],
    }).counters();
    expect(interfaces).toMatchObject([
      { name: 'Ethernet 2', in: 9_000_000, out: 400_000, errors: 0 },
    ]);
  });

  it('a network drive that comes and goes never counts', async () => {
    const drive = (fs: string, use: number, type = 'NTFS') => ({
      fs,
      type,
      size: 500e9,
      used: 5e9 * use,
      available: 500e9 - 5e9 * use,
      use,
      mount: fs,
      rw: null,
    });
    const device = (name: string, physical: string) => ({
      name,
      identifier: name,
      type: 'disk',
      fsType: 'ntfs',
      mount: name,
      size: 500e9,
      physical,
      uuid: '',
      label: '',
      model: '',
      serial: '',
      removable: physical !== 'Local',
      protocol: '',
      group: '',
      device: '',
    });
    const answers: Record<string, unknown> = {
      fsSize: [drive('C:', 60), drive('D:', 20)],
      blockDevices: [device('C:', 'Local'), device('D:', 'Local')],
    };
    const system = portableProbes(() => undefined, {
      platform: 'win32',
      load: () =>
        Promise.resolve({
          fsSize: () => Promise.resolve(answers['fsSize']),
          blockDevices: () => Promise.resolve(answers['blockDevices']),
        } as unknown as SystemInformation),
      cpuCount: 8,
    });
    expect(fullest(await system.fileSystems())).toBe(60);
    answers['fsSize'] = [drive('C:', 60), drive('D:', 20), drive('N:', 97)];
    answers['blockDevices'] = [
      device('C:', 'Local'),
      device('D:', 'Local'),
      device('N:', 'Network'),
    ];
    expect(fullest(await system.fileSystems())).toBe(60);
  });
});
