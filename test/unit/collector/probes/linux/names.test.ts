import { describe, expect, it } from 'vitest';
import {
  linuxNames,
  machineFacts,
  parseOsRelease,
} from '../../../../../collector/probes/linux/names.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

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

describe('another root', () => {
  it('names its own system, processor and host, with their sizes', async () => {
    using root = madeUpRoot({
      'etc/hostname': 'far-away\n',
      'usr/lib/os-release': 'NAME=Fedora\nVERSION_ID=41\n',
      'proc/cpuinfo': 'processor\t: 0\nmodel name\t: Made Up 9000\n',
      'proc/stat': 'cpu  1 0 0 9\ncpu0 1 0 0 9\ncpu5 1 0 0 9\n',
      'proc/meminfo': 'MemTotal: 2048 kB\n',
    });
    expect(await linuxNames(root)).toEqual({ os: 'Fedora 41', cpuModel: 'Made Up 9000' });
    expect(await machineFacts(root)).toEqual({
      cpuCount: 2,
      memoryTotal: 2048 * 1024,
      hostname: 'far-away',
    });
  });

  it('reveals nothing of this machine if its files are missing', async () => {
    using root = madeUpRoot({});
    expect(await linuxNames(root)).toEqual({});
    expect(await machineFacts(root)).toEqual({});
  });
});

describe('a processor without a model\u2019s name', () => {
  it.each([
    [
      'a board with an ARM processor',
      'Hardware\t: BCM2835\nModel\t\t: Raspberry Pi 3 Rev 1.3\n',
      'Raspberry Pi 3 Rev 1.3',
    ],
    [
      'an older ARM kernel',
      'Processor\t: ARMv6\nHardware\t: Marvell Kirkwood\n',
      'Marvell Kirkwood',
    ],
    ['MIPS', 'system type\t: MT7621\ncpu model\t: MIPS 1004Kc V2.15\n', 'MIPS 1004Kc V2.15'],
    ['POWER', 'processor\t: 0\ncpu\t\t: POWER9, altivec supported\n', 'POWER9, altivec supported'],
    ['RISC-V', 'hart\t: 1\nuarch\t: sifive,u74-mc\n', 'sifive,u74-mc'],
    [
      'LoongArch',
      'CPU Family\t: Loongson-64bit\nModel Name\t: Loongson-3A5000\n',
      'Loongson-3A5000',
    ],
    ['a virtual machine that says unknown', 'model name\t: unknown\ncpu family\t: 6\n', undefined],
  ])('is named as %s names it', async (_, cpuinfo, name) => {
    using root = madeUpRoot({ 'proc/cpuinfo': cpuinfo });
    expect((await linuxNames(root)).cpuModel).toBe(name);
  });

  it('is named after its board in the device tree', async () => {
    using root = madeUpRoot({
      'proc/cpuinfo': 'CPU implementer\t: 0x41\nCPU part\t: 0xd0b\n',
      'proc/device-tree/model': 'Radxa ROCK 5B\0',
    });
    expect((await linuxNames(root)).cpuModel).toBe('Radxa ROCK 5B');
  });

  it('belongs to the host that hostname(5) names below its comments', async () => {
    using root = madeUpRoot({ 'etc/hostname': '# set by hand\n\npi-kitchen\n' });
    expect((await machineFacts(root)).hostname).toBe('pi-kitchen');
  });
});
