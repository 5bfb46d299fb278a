import { expect, test } from 'vitest';
import { clockStatus } from '../../../../contract/host-health.ts';
import { MINUTE_S } from '../../../../contract/time.ts';
import { encodeV2Item } from '../../../../contract/records.ts';
import { madeUpMachines, STORIES, type Machine } from '../../../support/made-up/machines.ts';
import { untilNextBeat } from '../../../support/made-up/pulse.ts';

const NOW = 1_790_000_040;
const minute = NOW - (NOW % MINUTE_S);

function stateAt(machine: Machine, now: number): string {
  const from = now - (now % MINUTE_S) - MINUTE_S;
  const last = Array.from({ length: 4000 }, (_, index) => from - index * MINUTE_S).find(
    (at) => machine.sampleAt(at, 'core') !== null,
  );
  return clockStatus(last === undefined ? null : last + machine.jitter, now);
}

test('a fleet of sixty tells every story, under names that differ', () => {
  const machines = madeUpMachines(60, NOW);
  expect(new Set(machines.map(({ hostname }) => hostname)).size).toBe(60);
  expect(new Set(machines.map(({ story }) => story))).toEqual(new Set(STORIES));
  expect(new Set(machines.map(({ facts }) => facts.platform)).size).toBe(3);
  const states = machines.map((machine) => stateAt(machine, NOW));
  expect(states.filter((state) => state === 'offline')).toHaveLength(2);
  expect(states.filter((state) => state === 'stale')).toHaveLength(1);
});

test('it goes on: one comes back, one leaves', () => {
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

test('samples are the same whenever they are asked for, and what a real table takes', () => {
  const [again] = madeUpMachines(1, NOW + 600);
  for (const machine of madeUpMachines(120, NOW)) {
    const sample = machine.sampleAt(minute - 600, 'processes');
    if (sample === null) continue;
    for (const value of [sample.cpuPercent, sample.memoryPercent, sample.diskPercent ?? 0]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(100);
    }
    expect(() => encodeV2Item(sample)).not.toThrow();
  }
  const [first] = madeUpMachines(1, NOW);
  expect(again?.sampleAt(minute, 'full')).toEqual(first?.sampleAt(minute, 'full'));
});

test('troubles are those that the screen calls so', () => {
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
