import { describe, expect, it } from 'vitest';
import { PressureMeter } from '../../../collector/pressure-meter.ts';

describe('pressure', () => {
  it('is the share of the time between two readings', () => {
    const meter = new PressureMeter();
    expect(meter.update({ at: 100, value: { cpu: 5, memory: 0, io: 1 } })).toEqual({});
    expect(meter.update({ at: 160, value: { cpu: 20, memory: 0, io: 61.5 } })).toEqual({
      cpuPressurePercent: 25,
      memoryPressurePercent: 0,
      ioPressurePercent: 100,
    });
  });

  it('omits counters that are new or restarted, and intervals without time', () => {
    const meter = new PressureMeter();
    meter.update({ at: 100, value: { cpu: 50 } });
    expect(meter.update({ at: 160, value: { cpu: 2, io: 7 } })).toEqual({});
    expect(meter.update({ at: 160, value: { cpu: 2, io: 7 } })).toEqual({});
  });
});
