import { expect, test } from 'vitest';
import { clockStatus } from '../../../../contract/host-health.ts';
import { HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { encodeV2Item } from '../../../../contract/records.ts';
import { madeUpMachines, type Machine } from '../../../support/made-up/machines.ts';
import { untilNextBeat } from '../../../support/made-up/pulse.ts';
import { STORIES } from '../../../support/made-up/stories.ts';

const NOW = 1_790_000_040;
const minute = NOW - (NOW % MINUTE_S);

function stateAt(machine: Machine, now: number): string {
  const from = now - (now % MINUTE_S) - MINUTE_S;
  const last = Array.from({ length: 4000 }, (_, index) => from - index * MINUTE_S).find(
    (at) => machine.sampleAt(at, 'core') !== null,
  );
  return clockStatus(last === undefined ? null : last + machine.jitter, now);
}

test('a fleet of sixty has every story, under unique names', () => {
  const machines = madeUpMachines(60, NOW);
  expect(new Set(machines.map(({ hostname }) => hostname)).size).toBe(60);
  expect(new Set(machines.map(({ story }) => story))).toEqual(new Set(STORIES));
  expect(new Set(machines.map(({ facts }) => facts.platform)).size).toBe(3);
  const states = machines.map((machine) => stateAt(machine, NOW));
  expect(states.filter((state) => state === 'offline')).toHaveLength(2);
  expect(states.filter((state) => state === 'stale')).toHaveLength(1);
});

test('it continues: one host returns, one leaves', () => {
  const machines = madeUpMachines(60, NOW);
  const later = (story: string, seconds: number): string => {
    const machine = machines.find((candidate) => candidate.story === story);
    if (machine === undefined) throw new Error(`nobody is ${story}`);
    return stateAt(machine, NOW + seconds);
  };
  expect([later('returning', 0), later('returning', 8 * MINUTE_S)]).toEqual(['offline', 'online']);
  expect([later('leaving', 0), later('leaving', 14 * MINUTE_S)]).toEqual(['online', 'offline']);
  expect(later('leaving', 40 * MINUTE_S)).toBe('online');
});

test('samples are valid for a real table', () => {
  for (const machine of madeUpMachines(120, NOW)) {
    const sample = machine.sampleAt(minute - 600, 'processes');
    if (sample === null) continue;
    for (const value of [sample.cpuPercent, sample.memoryPercent, sample.diskPercent ?? 0]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(100);
    }
    expect(() => encodeV2Item(sample)).not.toThrow();
  }
});

test('samples depend only on the seed and their distance from now', () => {
  const values = (now: number, seed: number) =>
    madeUpMachines(25, now, seed).map((machine) =>
      [0, 300, 5000].map((ago) => {
        const sample = machine.sampleAt(now - (now % MINUTE_S) - ago * MINUTE_S, 'processes');
        return sample === null ? null : { ...sample, minute: 0, collectedAt: 0 };
      }),
    );
  expect(values(NOW + 5 * HOUR_S, 1)).toEqual(values(NOW, 1));
  expect(values(NOW, 2)).not.toEqual(values(NOW, 1));
});

/** Means of the processor of all machines of a kind, over the hour that began so many hours before now. */
function meanCpu(kind: string, hoursAgo: number): number {
  const machines = madeUpMachines(60, NOW).filter(({ hostname }) => hostname.startsWith(kind));
  const values = machines.flatMap((machine) =>
    Array.from(
      { length: 60 },
      (_, at) => machine.sampleAt(minute - hoursAgo * HOUR_S + at * MINUTE_S, 'core')?.cpuPercent,
    ).filter((value) => value !== undefined),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('hosts are busy on working days, and backed up at night', () => {
  // Now is a Wednesday, 14:40.
  expect(meanCpu('web', 1)).toBeGreaterThan(2 * meanCpu('web', 12));
  expect(meanCpu('web', 1)).toBeGreaterThan(1.3 * meanCpu('web', 3 * 24 + 1));
  expect(meanCpu('db', 13)).toBeGreaterThan(meanCpu('db', 11));
});

test('a laptop sleeps at night, and works on its battery', () => {
  const laptop = madeUpMachines(60, NOW).find(({ story }) => story === 'sleeping');
  expect(laptop?.labels).toContain('laptop');
  expect(laptop?.sampleAt(minute, 'full')?.batteryPercent).toBeLessThan(90);
  expect(laptop?.sampleAt(minute - 12 * HOUR_S, 'full')).toBeNull();
});

test('a program that cannot run starts again and again', () => {
  const machine = madeUpMachines(60, NOW).find(({ story }) => story === 'crashing');
  const starts = Array.from({ length: 30 }, (_, at) =>
    machine?.sampleAt(minute - at * MINUTE_S, 'processes'),
  );
  expect(starts.filter((sample) => (sample?.cpuPercent ?? 0) > 60)).toHaveLength(6);
  expect(new Set(starts.map((sample) => sample?.topProcesses?.[0]?.pid)).size).toBeGreaterThan(5);
});

test('troubles match those on the screen', () => {
  const machines = madeUpMachines(60, NOW);
  const at = (story: string) =>
    machines.find((machine) => machine.story === story)?.sampleAt(minute, 'full');
  expect(at('hot')?.cpuPercent).toBeGreaterThanOrEqual(90);
  expect(at('leaking')?.memoryPercent).toBeGreaterThanOrEqual(85);
  expect(at('filling')?.diskPercent).toBeGreaterThanOrEqual(90);
});

test('all hosts have reported twenty seconds after a full minute', () => {
  expect(untilNextBeat(minute + 5)).toBe(15);
  expect(untilNextBeat(minute + 20)).toBe(60);
  expect(untilNextBeat(minute + 50)).toBe(30);
});
