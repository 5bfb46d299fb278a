import { describe, expect, it } from 'vitest';
import { MountTree, parseMountinfo } from '../../../../../collector/probes/linux/mountinfo.ts';

const TEXT = `
22 27 0:21 / /proc rw,nosuid shared:5 - proc proc rw,hidepid=2
27 1 254:0 / / ro,relatime shared:1 master:2 - ext4 /dev/vda1 rw,discard
40 27 0:40 / /mnt/net rw - nfs4 server:/x rw,hard
41 40 8:1 / /mnt/net/disk rw - xfs /dev/sda1 rw
42 27 8:17 / /mnt/my\\040disk rw - ext4 /dev/sdb1 rw
50 27 8:33 / /srv/data rw - ext4 /dev/sdc1 rw
51 50 8:49 / /srv/data rw - ext4 /dev/sdd1 rw
52 27 0:50 / /srv rw - tmpfs tmpfs rw
60 27 8:65 / /opt rw - ext4 /dev/sde1 rw
61 60 8:81 / /opt/a rw - ext4 /dev/sdf1 rw
62 60 8:97 / /opt rw - ext4 /dev/sdg1 rw
cut off
`;

const mounts = parseMountinfo(TEXT);

function at(id: number): (typeof mounts)[number] {
  const mount = mounts.find((one) => one.id === id);
  if (mount === undefined) throw new Error(`no mount ${String(id)}`);
  return mount;
}

describe('mountinfo', () => {
  it('mountinfo is read with its optional fields, escapes and the file system\u2019s own options', () => {
    expect(mounts).toHaveLength(11);
    expect(at(27)).toEqual({
      id: 27,
      parent: 1,
      device: '254:0',
      point: '/',
      type: 'ext4',
      source: '/dev/vda1',
      superOptions: ['rw', 'discard'],
    });
    expect(at(22).superOptions).toContain('hidepid=2');
    expect(at(42).point).toBe('/mnt/my disk');
  });

  it('knows which mounts are covered by others', () => {
    const tree = new MountTree(mounts);
    const hidden = mounts.filter((mount) => tree.isHidden(mount)).map(({ id }) => id);
    // Over the point itself, over a folder above it, and over the parent mount.
    expect(hidden).toEqual([50, 51, 60, 61]);
  });

  it('knows which mounts are reached through a mount that may hang', () => {
    const tree = new MountTree(mounts);
    const risky = mounts.filter((mount) => tree.mayHang(mount)).map(({ id }) => id);
    expect(risky).toEqual([40, 41]);
  });

  it('mountinfo terminates for cyclic mounts', () => {
    const loop = parseMountinfo(
      '1 1 8:1 / / rw - ext4 /dev/a rw\n2 3 8:2 / /x rw - ext4 /dev/b rw\n3 2 8:3 / /y rw - ext4 /dev/c rw',
    );
    const tree = new MountTree(loop);
    expect(loop.map((mount) => [tree.isHidden(mount), tree.mayHang(mount)])).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});
