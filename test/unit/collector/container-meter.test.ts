import { describe, expect, it } from 'vitest';
import { ContainerMeter } from '../../../collector/container-meter.ts';

const MIB = 1024 * 1024;
const reading = (id: string, cpuSeconds: number, memoryMb: number) => ({
  id,
  name: `name-${id}`,
  cpuSeconds,
  memoryBytes: memoryMb * MIB,
});

describe('what containers use', () => {
  it('is their share of the whole machine since the last reading; the first has none', () => {
    const meter = new ContainerMeter();
    expect(meter.update({ at: 0, value: [reading('a', 100, 50)] }, 4)).toEqual([
      { name: 'name-a', cpuPercent: 0, memoryMb: 50 },
    ]);
    const value = [reading('b', 900, 70), reading('a', 400, 60)];
    expect(meter.update({ at: 300, value }, 4)).toEqual([
      { name: 'name-a', cpuPercent: 25, memoryMb: 60 },
      { name: 'name-b', cpuPercent: 0, memoryMb: 70 },
    ]);
  });

  it('five are named, the busiest first, then those with most memory', () => {
    const meter = new ContainerMeter();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    meter.update({ at: 0, value: ids.map((id) => reading(id, 0, 1)) }, 1);
    const value = ids.map((id, index) => reading(id, id === 'c' ? 10 : 0, index));
    expect(meter.update({ at: 100, value }, 1).map(({ name }) => name)).toEqual(
      ['c', 'g', 'f', 'e', 'd'].map((id) => `name-${id}`),
    );
  });

  it('a counter that restarts yields no value, and no share exceeds 100 %', () => {
    const meter = new ContainerMeter();
    meter.update({ at: 0, value: [reading('a', 100, 1), reading('b', 0, 1)] }, 1);
    const found = meter.update({ at: 10, value: [reading('a', 5, 1), reading('b', 60, 1)] }, 1);
    expect(found.map(({ cpuPercent }) => cpuPercent)).toEqual([100, 0]);
  });
});
