import { statfsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FileSystems,
  localFileSystems,
} from '../../../../../collector/probes/linux/file-systems.ts';
import { parseMountinfo } from '../../../../../collector/probes/linux/mountinfo.ts';
import { fullest } from '../../../../../collector/details.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

function places(...lines: string[]): string[][] {
  const text = ['1 0 8:1 / / rw - ext4 /dev/sda1 rw', ...lines].join('\n');
  return localFileSystems(parseMountinfo(text)).map((fs) => fs.places.map(({ point }) => point));
}

describe('the local file systems', () => {
  it.each<[string, string[], string[][]]>([
    [
      'once, with all places of bind mounts',
      ['2 1 8:1 /x /bind rw - ext4 /dev/sda1 rw'],
      [['/', '/bind']],
    ],
    [
      'though a sandbox shows them read-only',
      ['2 1 8:17 / /data ro,nosuid - xfs /dev/sdb1 rw'],
      [['/'], ['/data']],
    ],
    [
      'no file system that is read-only itself',
      ['2 1 8:17 / /data ro - ext4 /dev/sdb1 ro,errors=remount-ro'],
      [['/']],
    ],
    [
      'no images',
      ['2 1 7:0 / /snap/x ro - squashfs /dev/loop0 rw', '3 1 11:0 / /cd ro - iso9660 /dev/sr0 rw'],
      [['/']],
    ],
    [
      'no network shares, no memory, no layers',
      [
        '2 1 0:40 / /home rw - nfs4 server:/home rw',
        '3 1 0:41 / /tmp rw - tmpfs tmpfs rw',
        '4 1 0:42 / /merged rw - overlay overlay rw',
        '5 1 0:43 / /win rw - 9p C: rw',
        '6 1 0:44 / /far rw - fuse.sshfs far: rw',
      ],
      [['/']],
    ],
    [
      'subvolumes of one btrfs once',
      ['2 1 0:30 /@ /b rw - btrfs /dev/sdb2 rw', '3 1 0:30 /@home /home rw - btrfs /dev/sdb2 rw'],
      [['/'], ['/b', '/home']],
    ],
    [
      'disks that a program reads (NTFS)',
      ['2 1 8:33 / /media/usb rw - fuseblk /dev/sdc1 rw,user_id=0'],
      [['/'], ['/media/usb']],
    ],
    [
      'of an OpenVZ container, which has no device',
      ['2 1 0:33 / /vz rw - simfs /dev/simfs rw'],
      [['/'], ['/vz']],
    ],
    ['whatever their type is called', ['2 1 8:33 / /n rw - newfs /dev/sdc1 rw'], [['/'], ['/n']]],
    [
      'files, as containers mount single ones',
      ['2 1 254:0 /etc/hosts /etc/hosts rw - ext4 /dev/vda rw'],
      [['/'], ['/etc/hosts']],
    ],
  ])('are found %s', (_, lines, right) => {
    expect(places(...lines)).toEqual(right);
  });

  it('file systems that cannot hang are read first', () => {
    expect(
      places(
        '2 1 0:9 / /net rw - nfs s:/x rw',
        '3 2 8:17 / /net/disk rw - xfs /dev/sdb1 rw',
        '4 1 8:17 / /disk rw - xfs /dev/sdb1 rw',
      ),
    ).toEqual([['/'], ['/disk', '/net/disk']]);
  });
});

describe('the fullest file system', () => {
  it('the fullest file system is read at its first accessible mount point', async () => {
    using root = madeUpRoot({
      'proc/self/mountinfo': [
        '1 0 8:1 / /gone rw - ext4 /dev/sda1 rw',
        '2 1 8:1 / /here rw - ext4 /dev/sda1 rw',
      ].join('\n'),
      'here/file': '',
    });
    const leftOut: string[] = [];
    const note = (what: string, why: string): void => {
      leftOut.push(`${what}: ${why}`);
    };
    const { blocks, bfree, bavail } = statfsSync(root.path);
    const used = blocks - bfree;
    const found = fullest(await new FileSystems(root, note).read());
    expect(found).toBeCloseTo((used / (used + bavail)) * 100, 0);
    expect(leftOut.join()).toMatch(/^file systems: \/gone: ENOENT/u);
  });

  it('below a mount that may hang, a helper reads the fullest file system with the same result', async () => {
    using root = madeUpRoot({
      'proc/self/mountinfo': [
        '1 0 0:9 / / rw - nfs server:/x rw',
        '2 1 8:1 / /disk rw - ext4 /dev/sda1 rw',
      ].join('\n'),
      'disk/file': '',
    });
    const direct = statfsSync(root.path);
    const used = direct.blocks - direct.bfree;
    const found = fullest(await new FileSystems(root, () => undefined).read());
    expect(found).toBeCloseTo((used / (used + direct.bavail)) * 100, 0);
  });

  it('datasets that share a pool’s space are one', async () => {
    using root = madeUpRoot({
      'proc/self/mountinfo': [
        '1 0 0:20 / / rw - zfs rpool/ROOT/debian rw,xattr',
        '2 1 0:21 / /home rw - zfs rpool/home rw,xattr',
        '3 1 0:22 / /tank rw - zfs tank rw,xattr',
      ].join('\n'),
      'home/file': '',
      'tank/file': '',
    });
    const leftOut: string[] = [];
    const note = (what: string, why: string): void => {
      leftOut.push(`${what}: ${why}`);
    };
    const found = await new FileSystems(root, note).read();
    expect(found.map(({ mount }) => mount).toSorted()).toEqual(['/', '/tank']);
    expect(leftOut).toEqual(['file systems: /home counts as part of /, whose space it shares']);
  });

  it('the root of a container counts instead of files mounted from the same disk', async () => {
    const layers = '1 0 0:103 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u\n';
    const files = [
      '2 1 254:1 /c/hosts /etc/hosts rw - ext4 /dev/vda1 rw',
      '3 1 254:1 /c/resolv.conf /etc/resolv.conf rw - ext4 /dev/vda1 rw',
    ].join('\n');
    const placed = { 'etc/hosts': '', 'etc/resolv.conf': '' };
    // All lie on one file system here too: the folder's own.
    using docker = madeUpRoot({ 'proc/self/mountinfo': layers + files, ...placed });
    const leftOut: string[] = [];
    const found = await new FileSystems(docker, (_, why) => {
      leftOut.push(why);
    }).read();
    expect(found.map(({ mount }) => mount)).toEqual(['/']);
    expect(leftOut).toEqual(['/etc/hosts is on the same disk as /']);
    using podman = madeUpRoot({ 'proc/self/mountinfo': layers });
    expect(await new FileSystems(podman, () => undefined).read()).toMatchObject([{ mount: '/' }]);
  });

  it('the fullest file system is absent if there is none', async () => {
    for (const mountinfo of [
      '1 0 0:9 / / rw - tmpfs tmpfs rw\n',
      '1 0 0:9 / / ro - overlay overlay ro\n',
    ]) {
      using root = madeUpRoot({ 'proc/self/mountinfo': mountinfo });
      expect(await new FileSystems(root, () => undefined).read()).toEqual([]);
    }
  });
});
