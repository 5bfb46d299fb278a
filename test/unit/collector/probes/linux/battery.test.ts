import { describe, expect, it } from 'vitest';
import { readBattery } from '../../../../../collector/probes/linux/battery.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

type Supplies = Record<string, Record<string, string>>;

async function read(supplies: Supplies): Promise<number | undefined> {
  using root = madeUpRoot(
    Object.fromEntries(
      Object.entries(supplies).flatMap(([name, attributes]) =>
        Object.entries({ type: 'Battery', ...attributes }).map(([key, value]) => [
          `sys/class/power_supply/${name}/${key}`,
          `${value}\n`,
        ]),
      ),
    ),
  );
  return await readBattery(root, () => undefined);
}

describe('the battery', () => {
  it.each<[string, Supplies, number | undefined]>([
    ['is as full as the system says', { BAT0: { capacity: '61' } }, 61],
    ['is absent on a machine with mains alone', { AC: { type: 'Mains', online: '1' } }, undefined],
    ['is at most full, whatever a worn one says', { BAT0: { capacity: '104' } }, 100],
    [
      'counts in charge where it does',
      { BAT0: { charge_now: '1500000', charge_full: '6000000' } },
      25,
    ],
    [
      'is no empty slot',
      { BAT0: { present: '0', capacity: '0' }, BAT1: { present: '1', capacity: '40' } },
      40,
    ],
    [
      'is the mean of two that say no more',
      { BAT0: { capacity: '40' }, BAT1: { capacity: '60' } },
      50,
    ],
    [
      'is not filled up by another that says more than it holds',
      {
        BAT0: { capacity: '117', energy_now: '23400000', energy_full: '20000000' },
        BAT1: { capacity: '20', energy_now: '4000000', energy_full: '20000000' },
      },
      60,
    ],
    [
      'is not halved by a second that holds 0 of 0',
      {
        BAT0: { capacity: '80', energy_now: '16000000', energy_full: '20000000' },
        BAT1: { present: '1', capacity: '0', energy_now: '0', energy_full: '0' },
      },
      80,
    ],
    [
      'is empty where it can hold something',
      { BAT0: { capacity: '0', energy_now: '0', energy_full: '20000000' } },
      0,
    ],
    [
      'is the mean of two, the fuller of which is full at most',
      { BAT0: { capacity: '117' }, BAT1: { capacity: '20' } },
      60,
    ],
    [
      'is read from its capacity where other files are empty, whatever its state',
      { BAT0: { capacity: '64', status: 'Not charging', current_now: '', charge_now: '' } },
      64,
    ],
    [
      'is weighed by charge where there is no energy',
      {
        BAT0: { capacity: '0', charge_now: '0', charge_full: '1000' },
        BAT1: { capacity: '100', charge_now: '3000', charge_full: '3000' },
      },
      75,
    ],
    [
      'is no controller or keyboard',
      { 'ps-controller-battery-1': { scope: 'Device', capacity: '10' } },
      undefined,
    ],
    [
      'is what it is where a full capacity of 0 says nothing',
      { BAT0: { capacity: '77', energy_now: '0', energy_full: '0' } },
      77,
    ],
    ['is absent where nothing says how full', { BAT0: { status: 'Unknown' } }, undefined],
  ])('%s', async (_, supplies, right) => {
    expect(await read(supplies)).toBe(right);
  });
});
