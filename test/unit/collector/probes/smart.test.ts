import { describe, expect, it } from 'vitest';
import { healthOf, parseSmart, smartDevices } from '../../../../collector/probes/smart.ts';

const ata = (passed: boolean, table: unknown[] = []): string =>
  JSON.stringify({
    json_format_version: [1, 0],
    smartctl: { version: [7, 3], exit_status: passed ? 0 : 8 },
    device: { name: '/dev/sda', type: 'sat', protocol: 'ATA' },
    smart_status: { passed },
    ata_smart_attributes: { revision: 1, table },
  });

describe('an answer of smartctl', () => {
  it('of NVMe has the verdict and the used life', () => {
    const text = JSON.stringify({
      smart_status: { passed: true, nvme: { value: 0 } },
      nvme_smart_health_information_log: {
        critical_warning: 0,
        percentage_used: 3,
      },
    });
    expect(parseSmart(text)).toEqual({ failing: false, wearPercent: 3 });
  });

  it('a disk beyond its rated life is at 100 %', () => {
    const text = JSON.stringify({
      smart_status: { passed: false },
      nvme_smart_health_information_log: { percentage_used: 134 },
    });
    expect(parseSmart(text)).toEqual({ failing: true, wearPercent: 100 });
  });

  it.each([
    ['Media_Wearout_Indicator', 97, 3],
    ['Wear_Leveling_Count', 88, 12],
    ['SSD_Life_Left', 100, 0],
    ['Percent_Lifetime_Remain', 41, 59],
    ['Percent_Lifetime_Used', 98, 2],
    ['Perc_Rated_Life_Used', 92, 8],
  ])('of SATA counts down %s', (name, value, wearPercent) => {
    const table = [
      { id: 5, name: 'Reallocated_Sector_Ct', value: 100, thresh: 10 },
      { id: 231, name, value, worst: value, thresh: 0 },
    ];
    expect(parseSmart(ata(true, table))).toEqual({
      failing: false,
      wearPercent,
    });
  });

  it('of WD and SanDisk counts up', () => {
    const table = [{ id: 230, name: 'Media_Wearout_Indicator', value: 1, worst: 1, thresh: 0 }];
    expect(parseSmart(ata(true, table))).toEqual({ failing: false, wearPercent: 1 });
  });

  it('a spinning disk has only a verdict', () => {
    const table = [{ id: 194, name: 'Temperature_Celsius', value: 33 }];
    expect(parseSmart(ata(false, table))).toEqual({ failing: true });
  });

  it('of smartmontools 7.4 has the wear directly', () => {
    const text = JSON.stringify({
      smart_status: { passed: true },
      endurance_used: { current_percent: 9 },
    });
    expect(parseSmart(text)).toEqual({ failing: false, wearPercent: 9 });
  });

  it.each([
    ['a disk that sleeps', '{"smartctl":{"exit_status":2},"power_mode":"STANDBY"}'],
    [
      'no right to ask',
      '{"smartctl":{"messages":[{"string":"Permission denied"}],"exit_status":2}}',
    ],
    ['nothing', ''],
    ['a list', '[]'],
    ['a text as verdict', '{"smart_status":{"passed":"yes"}}'],
    ['something inherited', '{"smart_status":{"__proto__":{"passed":true}}}'],
  ])('%s is not a verdict', (_, text) => {
    expect(parseSmart(text)).toBeNull();
  });
});

describe('the disks that are asked', () => {
  it('are whole ones of their own', () => {
    const blocks = [
      'sdb',
      'sda',
      'nvme0n1',
      'nvme0c0n1',
      'dm-0',
      'md0',
      'loop0',
      'sr0',
      'vda',
      'zram0',
    ];
    expect(smartDevices(blocks).map(({ name }) => name)).toEqual([
      '/dev/nvme0n1',
      '/dev/sda',
      '/dev/sdb',
    ]);
  });

  it('are summarised as the number that fail, and the most worn one', () => {
    expect(
      healthOf([
        { failing: false, wearPercent: 4 },
        { failing: true },
        { failing: true, wearPercent: 9 },
      ]),
    ).toEqual({ failing: 2, wearPercent: 9 });
    expect(healthOf([{ failing: false }])).toEqual({ failing: 0 });
    expect(healthOf([])).toBeUndefined();
  });
});
