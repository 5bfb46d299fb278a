import { describe, expect, it } from 'vitest';
import type { Asking } from '../../../../../collector/probes/disk-health.ts';
import { extraProbes } from '../../../../../collector/probes/linux/extras.ts';
import type { HostRoot } from '../../../../../collector/probes/linux/root.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

/** What `systemctl list-units --state=failed --plain --no-legend --no-pager` of systemd 252 prints. */
const FAILED = [
  'logrotate.service          loaded failed failed Rotate log files',
  'smartd.service             loaded failed failed Self Monitoring and Reporting Technology (SMART) Daemon',
  'mnt-backup.mount           loaded failed failed /mnt/backup',
  '',
].join('\n');

let asked: string[] = [];
let elapsedMs = 0;

function probes(root: HostRoot, answer: string | null | Error, own = true) {
  asked = [];
  const ask: Asking['ask'] = (program) => {
    asked.push(program);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const options = { ask, elapsedMs: () => elapsedMs };
  return extraProbes({ ...root, own }, () => undefined, options);
}

const SYSTEMD: Files = { 'run/systemd/system/unit': '' };

describe('failed services', () => {
  it.each([
    ['are counted', FAILED, 3],
    ['are none of a system where all is well', '', 0],
    ['are not known without the program', null, undefined],
  ])('%s', async (_, answer, count) => {
    using root = madeUpRoot(SYSTEMD);
    expect((await probes(root, answer).failedServices())?.length).toBe(count);
  });

  it('are queried once an hour, also after a failure', async () => {
    using root = madeUpRoot(SYSTEMD);
    const { failedServices } = probes(root, new Error('no bus'));
    await expect(failedServices()).rejects.toThrow('no bus');
    elapsedMs += 59 * 60_000;
    expect(await failedServices()).toBeUndefined();
    expect(asked).toHaveLength(1);
    elapsedMs += 60_000;
    await expect(failedServices()).rejects.toThrow('no bus');
  });

  it('are not queried without systemd, nor for another root', async () => {
    using other = madeUpRoot({});
    expect(await probes(other, FAILED).failedServices()).toBeUndefined();
    using root = madeUpRoot(SYSTEMD);
    expect(await probes(root, FAILED, false).failedServices()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('the state of disks', () => {
  const DISKS: Files = { 'sys/block/sda/size': '1', 'sys/block/loop0/size': '1' };
  const VERDICT = '{"smart_status":{"passed":false},"endurance_used":{"current_percent":7}}';

  it('is queried once an hour, one disk at a time', async () => {
    using root = madeUpRoot(DISKS);
    const { diskHealth } = probes(root, VERDICT);
    expect(await diskHealth()).toEqual({ failing: 1, wearPercent: 7 });
    expect(await diskHealth()).toEqual({ failing: 1, wearPercent: 7 });
    expect(asked).toEqual(['smartctl']);
    elapsedMs += 60 * 60_000;
    await diskHealth();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['without the program', null],
    ['where it fails', new Error('no answer in time')],
    ['of disks that sleep', '{"power_mode":"STANDBY"}'],
  ])('is unknown %s', async (_, answer) => {
    using root = madeUpRoot(DISKS);
    expect(await probes(root, answer).diskHealth()).toBeUndefined();
  });

  it('is not queried for another root', async () => {
    using root = madeUpRoot(DISKS);
    expect(await probes(root, VERDICT, false).diskHealth()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('a graphics processor', () => {
  const amd = (card: string, busy: string, more: Files = {}): Files => ({
    [`sys/class/drm/${card}/device/gpu_busy_percent`]: `${busy}\n`,
    [`sys/class/drm/${card}/device/mem_info_vram_used`]: '2147483648\n',
    [`sys/class/drm/${card}/device/mem_info_vram_total`]: '8589934592\n',
    [`sys/class/drm/${card}/device/hwmon/hwmon4/temp1_input`]: '54000\n',
    ...more,
  });

  it('of AMD reports its use in sysfs, and of two the busier counts', async () => {
    using root = madeUpRoot({
      ...amd('card0', '3'),
      ...amd('card1', '87'),
      'sys/class/drm/card1-HDMI-A-1/status': 'connected\n',
    });
    const found = await probes(root, null).gpu();
    expect(found).toEqual({ busyPercent: 87, memoryPercent: 25, celsius: 54 });
    expect(asked).toEqual([]);
  });

  it('that sleeps stays asleep, and one that reports nothing is absent', async () => {
    using root = madeUpRoot({
      ...amd('card0', '50', { 'sys/class/drm/card0/device/power/runtime_status': 'suspended\n' }),
      'sys/class/drm/card1/device/vendor': '0x8086\n',
    });
    expect(await probes(root, null).gpu()).toBeUndefined();
  });

  it.each([
    // Tesla T4, GeForce GT 710 (which does not tell its use), and two cards.
    ['41, 1024, 15360, 63', { busyPercent: 41, memoryPercent: (1024 / 15_360) * 100, celsius: 63 }],
    ['[N/A], 300, 2048, 40', undefined],
    ['5, [N/A], [N/A], 40\n90, 512, 1024, [N/A]', { busyPercent: 90, memoryPercent: 50 }],
    ['NVIDIA-SMI has failed because it couldn\u2019t communicate with the driver.', undefined],
  ])('of NVIDIA that answers %j', async (answer, right) => {
    using root = madeUpRoot({ 'proc/driver/nvidia/version': 'NVRM version: 550\n' });
    expect(await probes(root, `${answer}\n`).gpu()).toEqual(right);
    expect(asked).toEqual(['nvidia-smi']);
  });
});
