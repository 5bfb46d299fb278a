import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { previewSample, type Preview } from '../../../collector/preview.ts';
import { systemClock } from '../../../platform/clock.ts';
import { madeUpRoot } from '../../support/collector/made-up-root.ts';

const CASES = join(import.meta.dirname, '../../fixtures/collector');

function preview(hostRoot: string): Promise<Preview> {
  return previewSample({
    clock: { ...systemClock, sleep: () => Promise.resolve() },
    hostname: 'a',
    version: '0',
    processNames: true,
    measuring: { hostRoot },
    intervalS: 60,
  });
}

describe.skipIf(process.platform !== 'linux')('a sample that is only shown', () => {
  it.each([
    ['temp-absolute-zero', { cpuTempC: undefined }],
    ['temp-empty', { cpuTempC: undefined }],
    ['temp-zone-in-degrees', { cpuTempC: 44 }],
    ['temp-amd-hwmon-only', { cpuTempC: 61.4 }],
    ['temp-intel-server-hwmon-only', { cpuTempC: 47 }],
    ['battery-mouse-only', { batteryPercent: undefined }],
    ['battery-stylus-before-laptop', { batteryPercent: 83 }],
    ['battery-two', { batteryPercent: 65.1 }],
    ['battery-no-capacity', { batteryPercent: 50.7 }],
    ['battery-empty-file', { batteryPercent: undefined }],
    ['mem-available-above-total', { memoryAvailableMb: 972, memoryUsedMb: 3 }],
    ['disk-xen-virtual-partitions', { diskReadBps: 0, diskWriteBps: 0 }],
    ['disk-dasd', { diskReadBps: 0, diskWriteBps: 0 }],
  ])('of %s has its values as they would be stored', async (name, right) => {
    const { sample } = await preview(join(CASES, name));
    expect(sample).toMatchObject(
      Object.fromEntries(Object.entries(right).filter(([, value]) => value !== undefined)),
    );
    for (const [field, value] of Object.entries(right))
      if (value === undefined) expect(sample).not.toHaveProperty(field);
    expect(sample).not.toHaveProperty('cpuPercent');
  });

  it('lists what it leaves out, and why', async () => {
    const { leftOut } = await preview(join(CASES, 'battery-mouse-only'));
    expect(leftOut).toContainEqual({
      what: 'battery',
      why: 'hidpp_battery_0 belongs to another device',
    });
    expect(leftOut.map(({ what }) => what)).toEqual(expect.arrayContaining(['CPU', 'memory']));
  });

  it('lists what does not fit into its item', async () => {
    const name = 'a-name-of-fifteen-and-more-'.repeat(8);
    const processes = [7, 8, 9, 10, 11, 12].flatMap((pid) => [
      [
        `proc/${String(pid)}/stat`,
        `${String(pid)} (${name}) S 1 1 1 0 -1 0 9 9 9 9 1 1 0 0 20 0 1 0 7 9 25000 1`,
      ],
    ]);
    using root = madeUpRoot({
      'proc/meminfo': 'MemTotal: 8000000 kB\nMemAvailable: 6000000 kB\n',
      ...(Object.fromEntries(processes) as Record<string, string>),
    });
    const { leftOut, sample } = await preview(root.path);
    expect(sample.topProcesses?.length).toBeLessThan(5);
    expect(leftOut).toContainEqual({
      what: 'topProcesses',
      why: 'the item would be larger than 1024 bytes',
    });
  });

  it('a sample that is only shown measures this machine by default', async () => {
    const { sample, facts } = await preview('/');
    expect(sample.memoryPercent).toBeGreaterThan(0);
    expect(facts.cpuCount).toBeGreaterThan(0);
  });
});
