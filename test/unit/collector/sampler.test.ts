import { beforeEach, describe, expect, it } from 'vitest';
import type {
  CounterReading,
  PressureReading,
  SystemProbes,
} from '../../../collector/probes/probes.ts';
import { Sampler } from '../../../collector/sampler.ts';
import { encodeV2Item } from '../../../contract/records.ts';
import { systemClock } from '../../../platform/clock.ts';

const GIB = 2 ** 30;

let answers: {
  counters: CounterReading;
  disk: number | undefined;
  battery: number | undefined;
  temperature: number | undefined;
  swapUsed: number;
  pressure: PressureReading | undefined;
};
let elapsed: number;
let ahead: number;
let ticks = 0;

beforeEach(() => {
  answers = {
    counters: {},
    disk: 50,
    battery: 80,
    temperature: 40,
    swapUsed: GIB,
    pressure: undefined,
  };
  elapsed = 1000;
  ahead = 0;
});

function counters(rx: number, read: number): CounterReading {
  return {
    interfaces: [{ id: 'eth0', name: 'eth0', in: rx, out: 0, wrapsAt: 2 ** 32 }],
    disks: [{ id: 'sda', name: 'sda', in: read, out: 0, wrapsAt: 2 ** 32 }],
  };
}

function sampler(): Sampler {
  const probes: SystemProbes = {
    cores: () => Promise.resolve([{ core: 0, busy: (ticks += 1), total: ticks * 2 }]),
    memory: () =>
      Promise.resolve({
        total: 8 * GIB,
        available: 2 * GIB,
        swapTotal: 4 * GIB,
        swapUsed: answers.swapUsed,
      }),
    counters: () => Promise.resolve(answers.counters),
    fileSystems: () =>
      Promise.resolve(
        answers.disk === undefined
          ? []
          : [{ mount: '/', size: GIB, used: (answers.disk / 100) * GIB }],
      ),
    temperature: () => Promise.resolve(answers.temperature),
    battery: () => Promise.resolve(answers.battery),
    processes: () =>
      Promise.resolve([
        { pid: 7, name: 'odd', cpuShare: NaN, memoryBytes: GIB, startedAt: 1 },
        { pid: 8, name: 'busy', cpuShare: 0.5, memoryBytes: GIB, startedAt: 1 },
      ]),
    processName: ({ name }) => Promise.resolve(name),
    uptime: () => Promise.resolve({ uptimeS: 77 }),
    pressure: () => Promise.resolve(answers.pressure),
    failedServices: () => Promise.resolve(['a.service', 'b.mount']),
    diskHealth: () => Promise.resolve({ failing: 1, wearPercent: 12 }),
    containers: () =>
      Promise.resolve([{ id: 'c', name: 'web', cpuSeconds: elapsed / 2, memoryBytes: GIB }]),
    custom: () => Promise.resolve([]),
    gpu: () => Promise.resolve({ busyPercent: 61, memoryPercent: 20 }),
  };
  return new Sampler({
    clock: { ...systemClock, now: () => systemClock.now() + ahead * 1000 },
    hostname: 'a',
    collector: 'test',
    processNames: true,
    onProblem: () => undefined,
    probes,
    elapsed: () => elapsed,
  });
}

describe('a sample', () => {
  it('a sample has memory as psutil counts it, and the system’s other values', async () => {
    expect(await sampler().sample()).toMatchObject({
      memoryPercent: 75,
      memoryUsedMb: 6144,
      memoryAvailableMb: 2048,
      swapPercent: 25,
      diskPercent: 50,
      batteryPercent: 80,
      cpuTempC: 40,
      failedServices: 2,
      gpuPercent: 61,
      gpuMemoryPercent: 20,
    });
  });

  it.each([-55, 55, 3 * 3600, -3 * 3600])(
    'a sample has the right rates although the clock was set by %i s',
    async (step) => {
      const subject = sampler();
      answers.counters = counters(5000, 0);
      await subject.prime();
      answers.counters = counters(65_000, 600);
      elapsed += 60;
      ahead = step;
      expect(await subject.sample()).toMatchObject({ netRxBps: 1000, diskReadBps: 10 });
    },
  );

  it('has the pressure since the last reading', async () => {
    const subject = sampler();
    answers.pressure = { cpu: 10, io: 3 };
    await subject.prime();
    answers.pressure = { cpu: 25, io: 3 };
    elapsed += 60;
    const sample = await subject.sample();
    expect(sample).toMatchObject({ cpuPressurePercent: 25, ioPressurePercent: 0 });
    expect(sample).not.toHaveProperty('memoryPressurePercent');
  });

  it('leaves out NaN, and never exceeds 100 %', async () => {
    answers.disk = NaN;
    answers.temperature = NaN;
    answers.battery = 104;
    answers.swapUsed = 5 * GIB;
    const subject = sampler();
    await subject.prime();
    elapsed += 60;
    const sample = await subject.sample();
    expect(sample).not.toHaveProperty('diskPercent');
    expect(sample).not.toHaveProperty('cpuTempC');
    expect(sample).toMatchObject({ batteryPercent: 100, swapPercent: 100 });
    expect(sample.topProcesses?.map(({ name, cpuPercent }) => [name, cpuPercent])).toEqual([
      ['busy', 50],
      ['odd', 0],
    ]);
    // JSON has no NaN: it would come out of the outbox as null, and go up as 0.
    expect(JSON.stringify(encodeV2Item(sample))).not.toContain('null');
  });
});
