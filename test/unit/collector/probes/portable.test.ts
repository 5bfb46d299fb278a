import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fullest } from '../../../../collector/details.ts';
import { portableNames, portableProbes } from '../../../../collector/probes/portable.ts';
import type { SystemInformation } from '../../../../collector/probes/system-information.ts';
import type { SystemProbes } from '../../../../collector/probes/probes.ts';

/** Answers as systeminformation documents them and as its source for the platform makes them, fields left out that are not read. */
const GIB = 1024 ** 3;

const MAC = {
  mem: { total: 16 * GIB, available: 6 * GIB, swaptotal: 2 * GIB, swapused: GIB },
  fsStats: { rx: 1000, wx: 500, tx: 1500 },
  networkStats: [
    { iface: 'lo0', rx_bytes: 9e9, tx_bytes: 9e9 },
    { iface: 'en0', rx_bytes: 1000, tx_bytes: 100 },
    { iface: 'awdl0', rx_bytes: 0, tx_bytes: 0 },
  ],
  fsSize: [
    {
      fs: '/dev/disk3s1s1',
      type: 'APFS',
      size: 494e9,
      available: 247e9,
      use: 3,
      mount: '/',
      rw: false,
    },
    {
      fs: '/dev/disk3s5',
      type: 'APFS',
      size: 494e9,
      available: 247e9,
      use: 47,
      mount: '/System/Volumes/Data',
      rw: true,
    },
    {
      fs: '/dev/disk5s1',
      type: 'HFS',
      size: 1e8,
      use: 100,
      mount: '/Volumes/Installer',
      rw: false,
    },
    {
      fs: '//me@nas/share',
      type: 'smbfs',
      size: 4e12,
      use: 97,
      mount: '/Volumes/share',
      rw: false,
    },
    {
      fs: 'map auto_home',
      type: 'autofs',
      size: 0,
      use: 100,
      mount: '/System/Volumes/Data/home',
      rw: false,
    },
  ],
  cpuTemperature: { main: null, cores: [], max: null },
  battery: { hasBattery: true, percent: 83 },
  processes: {
    list: [
      {
        pid: 311,
        name: 'WindowServer',
        cpu: 160,
        cpuu: 0,
        cpus: 0,
        memRss: 2048,
        started: '2026-11-24 10:00:00',
      },
    ],
  },
  osInfo: { distro: 'macOS', release: '14.5' },
  cpu: { manufacturer: 'Apple', brand: 'M3' },
};

const WINDOWS = {
  mem: { total: 8 * GIB, available: 2 * GIB, swaptotal: 0, swapused: 0 },
  fsStats: null,
  networkStats: [{ iface: 'Ethernet', rx_bytes: 5000, tx_bytes: 700 }],
  fsSize: [
    { fs: 'C:', type: 'NTFS', size: 250e9, use: 40, mount: 'C:', rw: null },
    { fs: 'D:', type: 'UDF', size: 4e9, use: 100, mount: 'D:', rw: null },
    { fs: 'Z:', type: 'NTFS', size: 9e12, use: 95, mount: 'Z:', rw: null },
  ],
  blockDevices: [
    { mount: 'C:', physical: 'Local' },
    { mount: 'D:', physical: 'CD/DVD' },
    { mount: 'Z:', physical: 'Network' },
  ],
  cpuTemperature: { main: -1, cores: [], max: -1 },
  battery: { hasBattery: false, percent: 0 },
  processes: {
    list: [
      { pid: 0, name: 'System Idle Process', cpu: 80, cpuu: 0, cpus: 80, memRss: 8, started: '' },
      {
        pid: 4112,
        name: 'Code.exe',
        cpu: 12,
        cpuu: 8,
        cpus: 4,
        memRss: 1024,
        started: '2026-11-24 10:00:00',
      },
    ],
  },
  osInfo: { distro: 'Microsoft Windows 11 Pro', release: '10.0.22631' },
  cpu: { manufacturer: 'unknown', brand: '' },
};

type Answers = Record<string, unknown>;
let answers: Answers;
let leftOut: string[];
const blockDevices = vi.fn(() => Promise.resolve(answers['blockDevices']));

const networkInterfaces = vi.fn(() => Promise.resolve(answers['networkInterfaces'] ?? []));

/** What the interfaces have counted, received and sent, by name. */
async function interfaces(
  system: SystemProbes,
): Promise<Record<string, readonly [number, number]>> {
  const members = (await system.counters()).interfaces ?? [];
  return Object.fromEntries(members.map(({ id, in: rx, out }) => [id, [rx, out] as const]));
}

function load(): Promise<SystemInformation> {
  const asked = Object.keys(MAC).map((name) => [name, () => Promise.resolve(answers[name])]);
  return Promise.resolve({
    ...Object.fromEntries(asked),
    blockDevices,
    networkInterfaces,
  } as unknown as SystemInformation);
}

function probes(platform: NodeJS.Platform): SystemProbes {
  return portableProbes(
    (what, why) => {
      leftOut.push(`${what}: ${why}`);
    },
    { platform, load, cpuCount: 8 },
  );
}

beforeEach(() => {
  leftOut = [];
  blockDevices.mockClear();
  networkInterfaces.mockClear();
});

describe('on macOS', () => {
  beforeEach(() => {
    answers = structuredClone(MAC);
  });

  it('reads memory, disks and battery', async () => {
    const mac = probes('darwin');
    expect(await mac.memory()).toEqual({
      total: 16 * GIB,
      available: 6 * GIB,
      swapTotal: 2 * GIB,
      swapUsed: GIB,
    });
    expect(fullest(await mac.fileSystems())).toBe(50);
    expect(await mac.battery()).toBe(83);
    expect(await mac.temperature()).toBeUndefined();
    expect(blockDevices).not.toHaveBeenCalled();
  });

  it('takes a process\u2019s share of one core as a share of all', async () => {
    expect(await probes('darwin').processes()).toMatchObject([
      { pid: 311, name: 'WindowServer', cpuShare: 0.2, memoryBytes: 2048 * 1024 },
    ]);
  });

  it('names system and processor', async () => {
    expect(await portableNames({ platform: 'darwin', load, cpuCount: 8 })).toEqual({
      os: 'macOS 14.5',
      cpuModel: 'Apple M3',
    });
  });

  it('on macOS counts the disks, and what leaves the machine', async () => {
    const mac = probes('darwin');
    expect((await mac.counters()).disks).toEqual([
      { id: 'disks', name: 'disks', in: 1000, out: 500, wrapsAt: 0 },
    ]);
    answers['networkStats'] = [
      { iface: 'lo0', rx_bytes: 99e9, tx_bytes: 99e9 },
      { iface: 'en0', rx_bytes: 1600, tx_bytes: 150 },
      { iface: 'en7', rx_bytes: 20, tx_bytes: 10 },
      { iface: 'bridge100', rx_bytes: 900, tx_bytes: 90 },
      { iface: 'utun4', rx_bytes: 500, tx_bytes: 50 },
      { iface: 'vmenet0', rx_bytes: 500, tx_bytes: 50 },
      { iface: 'awdl0', rx_bytes: 5, tx_bytes: 5 },
    ];
    expect(await interfaces(mac)).toEqual({ en0: [1600, 150], en7: [20, 10] });
    expect(leftOut).toContain('network: utun4 is stacked on another interface');
    expect(networkInterfaces).not.toHaveBeenCalled();
  });

  it('on macOS counts a tunnel if there is nothing else', async () => {
    answers['networkStats'] = [{ iface: 'utun0', rx_bytes: 7, tx_bytes: 7 }];
    expect(await interfaces(probes('darwin'))).toEqual({ utun0: [7, 7] });
  });

  it('ignores impossible values', async () => {
    answers['mem'] = { total: GIB, available: 2 * GIB, swaptotal: GIB, swapused: 3 * GIB };
    answers['cpuTemperature'] = { main: 0 };
    answers['battery'] = { hasBattery: true, percent: 0, maxCapacity: 0 };
    answers['fsSize'] = [
      { fs: '/dev/disk1', type: 'APFS', size: 5, use: Number.NaN, mount: '/a', rw: true },
      { fs: '/dev/disk2', type: 'APFS', size: 5, use: 12, mount: '/b', rw: true },
    ];
    const mac = probes('darwin');
    expect(await mac.memory()).toMatchObject({ available: GIB, swapUsed: GIB });
    expect(await mac.temperature()).toBeUndefined();
    expect(await mac.battery()).toBeUndefined();
    expect(fullest(await mac.fileSystems())).toBe(12);
    answers['cpuTemperature'] = { main: 6500 };
    expect(await mac.temperature()).toBeUndefined();
    expect(leftOut.join()).toContain('6500 \u00b0C');
  });
});

describe('on Windows', () => {
  beforeEach(() => {
    answers = structuredClone(WINDOWS);
  });

  it('omits what Windows does not report', async () => {
    const windows = probes('win32');
    expect((await windows.counters()).disks).toEqual([]);
    expect(await interfaces(windows)).toEqual({ Ethernet: [5000, 700] });
    expect(await windows.temperature()).toBeUndefined();
    expect(await windows.battery()).toBeUndefined();
    expect(await portableNames({ platform: 'win32', load, cpuCount: 8 })).toEqual({
      os: 'Microsoft Windows 11 Pro 10.0.22631',
    });
  });

  it('leaves out network and CD drives, and queries kinds only for new ones', async () => {
    const windows = probes('win32');
    expect(fullest(await windows.fileSystems())).toBe(40);
    expect(fullest(await windows.fileSystems())).toBe(40);
    expect(blockDevices).toHaveBeenCalledTimes(1);
    answers['fsSize'] = [
      ...WINDOWS.fsSize,
      { fs: 'E:', type: 'exFAT', size: 1e9, use: 70, mount: 'E:', rw: null },
    ];
    expect(fullest(await windows.fileSystems())).toBe(70);
    expect(blockDevices).toHaveBeenCalledTimes(2);
  });

  it('takes a process\u2019s share as it is, and no idle process', async () => {
    expect(await probes('win32').processes()).toMatchObject([
      { pid: 4112, name: 'Code.exe', cpuShare: 0.12 },
    ]);
  });

  it('treats an interface that one reading missed as missing, not as zero', async () => {
    const windows = probes('win32');
    answers['networkStats'] = [{ iface: 'Ethernet', rx_bytes: 0, tx_bytes: 0 }];
    expect(await interfaces(windows)).toEqual({});
  });

  it('leaves out stacked adapters, and queries kinds only for new ones', async () => {
    answers['networkStats'] = [
      { iface: 'Ethernet', rx_bytes: 5000, tx_bytes: 700 },
      { iface: 'vEthernet (External)', rx_bytes: 5000, tx_bytes: 700 },
      { iface: 'Office', rx_bytes: 900, tx_bytes: 70 },
      { iface: 'Loopback Pseudo-Interface 1', rx_bytes: 9, tx_bytes: 9 },
    ];
    answers['networkInterfaces'] = [
      { iface: 'Ethernet', ifaceName: 'Intel(R) Ethernet Connection I219-LM' },
      { iface: 'Office', ifaceName: 'WireGuard Tunnel' },
    ];
    const windows = probes('win32');
    expect(await interfaces(windows)).toEqual({ Ethernet: [5000, 700] });
    await windows.counters();
    expect(networkInterfaces).toHaveBeenCalledTimes(1);
  });

  it('on Windows counts the adapter of a virtual machine', async () => {
    answers['networkInterfaces'] = [
      { iface: 'Ethernet', ifaceName: 'Microsoft Hyper-V Network Adapter' },
    ];
    expect(await interfaces(probes('win32'))).toEqual({ Ethernet: [5000, 700] });
  });

  it('weights several batteries by capacity', async () => {
    const second = { hasBattery: true, percent: 100, maxCapacity: 3000 };
    answers['battery'] = {
      hasBattery: true,
      percent: 20,
      maxCapacity: 1000,
      additionalBatteries: [second],
    };
    expect(await probes('win32').battery()).toBe(80);
  });

  it('on Windows missing memory is an error', async () => {
    answers['mem'] = { total: Number.NaN };
    await expect(probes('win32').memory()).rejects.toThrow('memory');
  });
});
