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
  it('names its own system, processor and host, and what it has of them', async () => {
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

  it('says nothing of this machine where it has no files', async () => {
    using root = madeUpRoot({});
    expect(await linuxNames(root)).toEqual({});
    expect(await machineFacts(root)).toEqual({});
  });
});
