import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linuxProbes } from '../../../../../collector/probes/linux/linux-probes.ts';
import { hostRoot } from '../../../../../collector/probes/linux/root.ts';
import type { Measured } from '../../../../../collector/sampler.ts';
import { madeUpRoot, measureTwice } from '../../../../support/collector/made-up-root.ts';

const CASES = join(import.meta.dirname, '../../../../fixtures/collector');

/** The right values of the situations in `fixtures/collector`; undefined: the value is absent. */
const RIGHT: Record<string, { [K in keyof Measured]?: Measured[K] | undefined }> = {
  'net-bond': { netRxBps: 1_000_000, netTxBps: 500_000 },
  'net-bridge-docker': { netRxBps: 1_000_000, netTxBps: 10_000 },
  'net-veth-gone': { netRxBps: 10_000_000 },
  'net-iface-comes-back': { netRxBps: 10_000, netTxBps: 100 },
  'disk-xen-virtual-partitions': { diskReadBps: 0, diskWriteBps: 0 },
  'disk-dasd': { diskReadBps: 0, diskWriteBps: 0 },
  'temp-absolute-zero': { cpuTempC: undefined },
  'temp-empty': { cpuTempC: undefined },
  'temp-zone-in-degrees': { cpuTempC: 44 },
  'temp-amd-hwmon-only': { cpuTempC: 61.375 },
  'temp-intel-server-hwmon-only': { cpuTempC: 47 },
  'battery-mouse-only': { batteryPercent: undefined },
  'battery-stylus-before-laptop': { batteryPercent: 83 },
  'battery-two': { batteryPercent: ((1_410_000 + 46_000_000) / (25_860_000 + 47_000_000)) * 100 },
  'battery-no-capacity': { batteryPercent: (23_600_000 / 46_590_000) * 100 },
  'battery-empty-file': { batteryPercent: undefined },
  'mem-available-above-total': { memoryAvailableMb: 995_088 / 1024, memoryUsedMb: 3296 / 1024 },
  'cpu-hotplug-swap': { cpuPercent: (10 / 12_003) * 100 },
  'proc-16k-pages': { processCount: 1 },
};

async function measured(name: string): Promise<Measured> {
  const folder = join(CASES, name);
  const before = existsSync(join(folder, 'before')) ? join(folder, 'before') : folder;
  const after = existsSync(join(folder, 'after')) ? join(folder, 'after') : folder;
  return measureTwice(hostRoot(before), hostRoot(after));
}

describe('what people have reported of collectors', () => {
  it.each(Object.entries(RIGHT))('%s has its right value', async (name, right) => {
    const values = await measured(name);
    for (const [field, value] of Object.entries(right)) {
      const found: unknown = values[field as keyof Measured];
      if (value === undefined) expect(values).not.toHaveProperty(field);
      else expect(found).toBeCloseTo(value as number, 6);
    }
  });

  it('all reported situations are covered', () => {
    expect(readdirSync(CASES).toSorted()).toEqual(Object.keys(RIGHT).toSorted());
  });

  it('what people have reported of collectors of pages of 16 KiB, has the memory that the process really has', async () => {
    const processes = await linuxProbes(hostRoot(join(CASES, 'proc-16k-pages'))).processes();
    expect(processes).toMatchObject([{ pid: 4242, memoryBytes: 409_600_000 }]);
    expect((await measured('proc-16k-pages')).topProcesses).toEqual([
      { pid: 4242, name: 'node', cpuPercent: 0, memoryPercent: 5 },
    ]);
  });
});

describe('the files of another machine', () => {
  it('the files of another machine give its uptime and load, and never those of this one', async () => {
    using there = madeUpRoot({
      'proc/uptime': '12345.67 90000.00\n',
      'proc/loadavg': '0.50 1.25 2.00 1/123 4567\n',
    });
    expect(await linuxProbes(there).uptime()).toEqual({
      uptimeS: 12_345.67,
      loadAvg1m: 0.5,
      loadAvg5m: 1.25,
      loadAvg15m: 2,
    });
    using nothing = madeUpRoot({});
    const leftOut: string[] = [];
    expect(await measureTwice(nothing, nothing, leftOut)).toEqual({ collector: 'test/0' });
    expect(leftOut.join('\n')).toContain('memory: ');
  });
});
