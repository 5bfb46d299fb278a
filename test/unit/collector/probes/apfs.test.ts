import { describe, expect, it } from 'vitest';
import { containersOnce } from '../../../../collector/probes/apfs.ts';

/** A line of `df -kP` of macOS as systeminformation hands it over. */
function volume(line: string, { type = 'APFS', rw = true } = {}) {
  const [fs = '', kib = '', usedKib = '', freeKib = '', , mount = ''] = line.split(/\s+/u);
  const [size, used, available] = [kib, usedKib, freeKib].map((text) => Number(text) * 1024);
  if (size === undefined || used === undefined || available === undefined) throw new Error(line);
  const use = Math.round((used / (used + available)) * 10_000) / 100;
  return { fs, type, size, used, available, use, mount, rw };
}

function shown(...volumes: ReturnType<typeof volume>[]): [string, number, boolean | null][] {
  const once = containersOnce(volumes, () => undefined);
  return once.map(({ mount, use, rw }) => [mount, Math.round(use), rw]);
}

describe('volumes of an APFS container', () => {
  /** Recorded in systeminformation's issue 430 (macOS 10.15). */
  const CATALINA = [
    volume('/dev/disk1s5 244912536 11011588 56842428 17% /', { rw: false }),
    volume('/dev/disk1s1 244912536 173688180 56842428 76% /System/Volumes/Data'),
    volume('/dev/disk1s4 244912536 2098240 56842428 4% /private/var/vm'),
    volume('/dev/disk1s3 244912536 1015016 56842428 2% /Volumes/Recovery'),
  ];

  it('are one, as full as the container', () => {
    expect(shown(...CATALINA)).toEqual([['/', 77, true]]);
  });

  it('are one whether each reports its own usage or the container\u2019s', () => {
    // Recorded in issue 2542 of Stats (macOS 15), where each volume shows the container\u2019s use.
    expect(
      shown(
        volume('/dev/disk3s1s1 972021760 757071872 216006656 78% /', { rw: false }),
        volume('/dev/disk3s6 972021760 757071872 216006656 78% /System/Volumes/VM'),
        volume('/dev/disk3s7 972021760 757071872 216006656 78% /nix'),
        volume('/dev/disk1s2 512000 20480 492544 4% /System/Volumes/xarts'),
        volume('/dev/disk1s1 512000 20480 492544 4% /System/Volumes/iSCPreboot'),
      ),
    ).toEqual([
      ['/', 78, true],
      ['/System/Volumes/xarts', 4, true],
    ]);
  });

  it('count once with a snapshot of them', () => {
    const snapshot = 'com.apple.TimeMachine.2026-11-30.local@/dev/disk1s1';
    expect(
      shown(...CATALINA, volume(`${snapshot} 244912536 9 56842428 1% /Volumes/Backup`)),
    ).toHaveLength(1);
  });

  it('stay read-only in an image, and apart from other disks', () => {
    const image = { rw: false };
    expect(
      shown(
        volume('/dev/disk7s1 16000000 15900000 1000 99% /Simulators/iOS', image),
        volume('/dev/disk7s2 16000000 9 1000 1% /Simulators/iOS/Preboot', image),
        volume('/dev/disk2s1 1000 400 600 40% /Volumes/USB', { type: 'HFS' }),
        volume('/dev/disk2s2 1000 100 900 10% /Volumes/USB2', { type: 'HFS' }),
      ),
    ).toEqual([
      ['/Simulators/iOS', 100, false],
      ['/Volumes/USB', 40, true],
      ['/Volumes/USB2', 10, true],
    ]);
  });

  it('stay separate if the output has no free space', () => {
    const old = CATALINA.map((one) => ({ ...one, available: Number.NaN }));
    expect(shown(...old)).toHaveLength(4);
  });
});
