import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isNoRoom, writableBytes } from '../../../../platform/fs/room.ts';
import { canMount, mountSmallDisk } from '../../../support/small-disk.ts';

describe('writableBytes', () => {
  it.skipIf(!canMount)('is the free space of a disk, and leaves nothing behind', () => {
    const disk = mountSmallDisk(1024);
    expect(writableBytes(disk.path, 512 * 1024)).toBe(512 * 1024);
    expect(writableBytes(disk.path, 8 * 1024 * 1024)).toBe(1024 * 1024);
    expect(readdirSync(disk.path)).toEqual([]);
    disk.unmount();
  });

  it('is the requested size if a folder cannot be written for another reason', () => {
    expect(writableBytes(`${tmpdir()}/no-such-folder`, 4096)).toBe(4096);
  });
});

describe('isNoRoom', () => {
  it('recognises a full disk, and a quota by its error number', () => {
    const quota = process.platform === 'linux' ? -122 : -69;
    expect(isNoRoom(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe(true);
    expect(isNoRoom(Object.assign(new Error('quota'), { code: 'Unknown system error' }))).toBe(
      false,
    );
    expect(isNoRoom(Object.assign(new Error('quota'), { errno: quota }))).toBe(true);
    expect(isNoRoom(Object.assign(new Error('no'), { code: 'EACCES', errno: -13 }))).toBe(false);
  });
});
