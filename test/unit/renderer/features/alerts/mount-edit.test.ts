import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../../contract/settings.ts';
import {
  countedMounts,
  withMountCounted,
} from '../../../../../renderer/features/alerts/mount-edit.ts';

const WEB = { sourceId: 'default', hostname: 'web' };
const fileSystems = ['/', '/mnt'].map((mount) => ({ mount, sizeMb: 1, usedMb: 1 }));

describe('file systems that count', () => {
  it('one of a host is ignored, and counted again', () => {
    const without = withMountCounted(WEB, '/mnt', false)(DEFAULT_SETTINGS.alerts);
    expect(countedMounts(WEB, [], without.uncountedMounts, fileSystems)).toEqual(
      new Map([
        ['/', 'yes'],
        ['/mnt', 'no'],
      ]),
    );
    expect(withMountCounted(WEB, '/mnt', true)(without)).toEqual(DEFAULT_SETTINGS.alerts);
  });

  it('a host page cannot count a file system that a pattern ignores', () => {
    const uncounted = [{ mount: '/m*' }];
    expect(countedMounts(WEB, [], uncounted, fileSystems).get('/mnt')).toBe('no, by a pattern');
  });

  it('ignoring one twice stores it once', () => {
    const once = withMountCounted(WEB, '/mnt', false)(DEFAULT_SETTINGS.alerts);
    expect(withMountCounted(WEB, '/mnt', false)(once)).toEqual(once);
  });
});
