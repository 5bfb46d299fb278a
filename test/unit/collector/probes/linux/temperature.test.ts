import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Thermometer } from '../../../../../collector/probes/linux/temperature.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

async function read(files: Files): Promise<number | undefined> {
  using root = madeUpRoot(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`sys/class/${path}`, text])),
  );
  return await new Thermometer(root, () => undefined).read();
}

/** Sensors of a chip by label. */
function chip(number: number, name: string, sensors: Record<string, string>): Files {
  const folder = `hwmon/hwmon${String(number)}`;
  const inputs = Object.entries(sensors).flatMap(([label, value], index): [string, string][] => {
    const sensor = `${folder}/temp${String(index + 1)}`;
    const labelled: [string, string] = [`${sensor}_label`, `${label}\n`];
    return [[`${sensor}_input`, `${value}\n`], ...(label.startsWith('temp') ? [] : [labelled])];
  });
  return { [`${folder}/name`]: `${name}\n`, ...Object.fromEntries(inputs) };
}

function zone(number: number, type: string, value: string): Files {
  const folder = `thermal/thermal_zone${String(number)}`;
  return { [`${folder}/type`]: `${type}\n`, [`${folder}/temp`]: `${value}\n` };
}

describe('the processor\u2019s temperature', () => {
  it.each<[string, Files, number | undefined]>([
    [
      'the package\u2019s, not the hottest core\u2019s',
      chip(0, 'coretemp', { 'Core 0': '70000', 'Package id 0': '65000' }),
      65,
    ],
    [
      'the hottest core\u2019s where no package is named',
      chip(0, 'coretemp', { 'Core 0': '41000', 'Core 1': '48000' }),
      48,
    ],
    [
      'the hotter one\u2019s of two processors',
      {
        ...chip(0, 'coretemp', { 'Package id 0': '50000' }),
        ...chip(1, 'coretemp', { 'Package id 1': '58000' }),
      },
      58,
    ],
    [
      'what is measured, not what the fan goes by',
      chip(0, 'k10temp', { Tctl: '78000', Tdie: '51000', Tccd1: '60000' }),
      51,
    ],
    ['that of a driver without labels', chip(0, 'k10temp', { temp1: '39500' }), 39.5],
    [
      'of an ARM board',
      { ...chip(0, 'cpu_thermal', { temp1: '48312' }), ...zone(0, 'cpu-thermal', '48312') },
      48.312,
    ],
    ['of a board whose kernel names the chip', zone(0, 'bcm2835_thermal', '36900'), 36.9],
    ['of a board whose kernel names its maker', zone(0, 'imx_thermal_zone', '52000'), 52],
    [
      'the driver\u2019s before a zone\u2019s',
      { ...zone(0, 'x86_pkg_temp', '40000'), ...chip(3, 'zenpower', { Tdie: '55000' }) },
      55,
    ],
    [
      'a zone\u2019s before the board\u2019s',
      { ...zone(4, 'x86_pkg_temp', '44000'), ...chip(1, 'thinkpad', { CPU: '70000' }) },
      44,
    ],
    [
      'the board\u2019s where nothing else knows it',
      {
        ...chip(1, 'dell_smm', { CPU: '52000', Ambient: '30000' }),
        ...chip(0, 'nvme', { Composite: '38000' }),
      },
      52,
    ],
    ['of an ARM server', chip(0, 'apm_xgene', { 'SoC Temperature': '35000' }), 35],
    [
      'the hotter one\u2019s of an ARM server\u2019s two processors',
      {
        ...chip(0, 'altra_hwmon', { 'SoC Temp 000': '52000', 'DIMM VRD Temp': '88000' }),
        ...chip(1, 'altra_hwmon', { 'SoC Temp 001': '54000' }),
      },
      54,
    ],
    [
      'of a router\u2019s chip, whose cooling devices and other zones do not answer',
      { ...zone(0, 'armada_thermal', '61000'), ...zone(1, 'cpu-thermal', '') },
      61,
    ],
    [
      'the hottest of a processor\u2019s zones',
      {
        ...zone(0, 'cpu0-thermal', '41000'),
        ...zone(1, 'cpu1-thermal', '46000'),
        ...zone(2, 'gpu-thermal', '90000'),
      },
      46,
    ],
    ['ACPI\u2019s at last', zone(0, 'acpitz', '45000'), 45],
    [
      'absent where ACPI answers a constant',
      { ...zone(0, 'acpitz', '27800'), ...zone(1, 'acpitz', '29800') },
      undefined,
    ],
    [
      'not that of a GPU, a disk or a radio',
      {
        ...chip(0, 'amdgpu', { edge: '60000' }),
        ...chip(1, 'nvme', { Composite: '40000' }),
        ...zone(0, 'iwlwifi_1', '47000'),
      },
      undefined,
    ],
    [
      'not beyond what can be',
      { ...zone(0, 'cpu-thermal', '-273000'), ...zone(1, 'soc_thermal', '65261850') },
      undefined,
    ],
    ['below zero where it freezes', zone(0, 'cpu-thermal', '-12000'), -12],
    [
      'the next best where the best says nothing',
      { ...chip(0, 'coretemp', { 'Package id 0': '' }), ...zone(0, 'x86_pkg_temp', '43000') },
      43,
    ],
    [
      'of a kernel that has the files in a folder below',
      {
        'hwmon/hwmon0/device/name': 'coretemp\n',
        'hwmon/hwmon0/device/temp1_input': '36000\n',
        'hwmon/hwmon0/device/temp1_label': 'Physical id 0\n',
      },
      36,
    ],
    [
      'not that of a sensor that reports a fault',
      {
        ...chip(0, 'coretemp', { 'Package id 0': '20000', 'Package id 1': '61000' }),
        'hwmon/hwmon0/temp2_fault': '1\n',
      },
      20,
    ],
  ])('is %s', async (_, files, right) => {
    expect(await read(files)).toBe(right);
  });

  it('the sensors are searched again if one disappears', async () => {
    const files = Object.entries({
      ...chip(0, 'coretemp', { 'Package id 0': '50000' }),
      ...zone(0, 'x86_pkg_temp', '44000'),
    });
    using root = madeUpRoot(
      Object.fromEntries(files.map(([path, text]) => [`sys/class/${path}`, text])),
    );
    const thermometer = new Thermometer(root, () => undefined);
    expect(await thermometer.read()).toBe(50);
    writeFileSync(join(root.path, 'sys/class/hwmon/hwmon0/temp1_input'), '52000\n');
    expect(await thermometer.read()).toBe(52);
    rmSync(join(root.path, 'sys/class/hwmon'), { recursive: true });
    expect(await thermometer.read()).toBe(44);
  });

  it('reports implausible sensors', async () => {
    const leftOut: string[] = [];
    using root = madeUpRoot({
      'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
      'sys/class/thermal/thermal_zone0/temp': '-273000\n',
    });
    await new Thermometer(root, (what, why) => {
      leftOut.push(`${what}: ${why}`);
    }).read();
    expect(leftOut).toEqual([
      'temperature: thermal_zone0 (cpu-thermal) says -273 °C, which is implausible',
    ]);
  });
});
