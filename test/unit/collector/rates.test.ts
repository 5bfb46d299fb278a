import { describe, expect, it } from 'vitest';
import type { MemberCounters } from '../../../collector/probes/probes.ts';
import { RateMeter, topProcesses } from '../../../collector/rates.ts';

const WRAPS_AT = 2 ** 32;

/** Readings of interfaces, 60 s apart: by name what was received and sent, and packets. */
type Reading = Record<string, readonly [rx: number, tx: number, packets?: number]>;

function members(reading: Reading): MemberCounters[] {
  return Object.entries(reading).map(([id, [rx, tx, events = 0]]) => ({
    id,
    name: id,
    in: rx,
    out: tx,
    events,
    wrapsAt: WRAPS_AT,
  }));
}

/** The rates after the last of the readings. */
function network(...readings: Reading[]): readonly [number | undefined, number | undefined] {
  const meter = new RateMeter();
  const rates = readings.map((reading, index) =>
    meter.update({ at: 100 + 60 * index, value: { interfaces: members(reading) } }),
  );
  return [rates.at(-1)?.netRxBps, rates.at(-1)?.netTxBps];
}

describe('rates', () => {
  it('rates are bytes a second over the interval', () => {
    const meter = new RateMeter();
    const value = (read: number) => ({
      disks: [{ id: 'sda', name: 'sda', in: read, out: 7, wrapsAt: WRAPS_AT }],
      interfaces: members({ eth0: [500, 1] }),
    });
    expect(meter.update({ at: 100, value: value(0) })).toEqual({});
    expect(meter.update({ at: 160, value: value(6000) })).toEqual({
      diskReadBps: 100,
      diskWriteBps: 0,
      netRxBps: 0,
      netTxBps: 0,
    });
  });

  it('rates are absent, never negative, if a counter goes back or no time passes', () => {
    expect(network({ eth0: [5e9, 1] }, { eth0: [400, 61] })).toEqual([undefined, 1]);
    const meter = new RateMeter();
    meter.update({ at: 100, value: { interfaces: members({ eth0: [500, 500] }) } });
    const later = { interfaces: members({ eth0: [600, 600] }) };
    expect(meter.update({ at: 100, value: later })).toEqual({});
    expect(meter.update({ at: 40, value: later })).toEqual({});
  });

  it('rates are absent without members, or without this value', () => {
    expect(network({}, {})).toEqual([undefined, undefined]);
    expect(network({ eth0: [Number.NaN, 0] }, { eth0: [Number.NaN, 60] })).toEqual([undefined, 1]);
  });

  it.each<[string, Reading[], readonly [number, number]]>([
    ['leaves', [{ a: [0, 60], b: [9e9, 9e9] }, { a: [600, 120] }], [10, 1]],
    ['joins', [{ a: [0, 60] }, { a: [600, 120], b: [4e11, 5e9] }], [10, 1]],
    [
      'begins anew',
      [
        { a: [0, 60], b: [9e9, 9e9] },
        { a: [600, 120], b: [50, 50] },
      ],
      [10, 1],
    ],
    [
      'is replaced by another of its name',
      [
        { a: [0, 60], 'b 4': [9e9, 9e9] },
        { a: [600, 120], 'b 9': [95e8, 95e8] },
      ],
      [10, 1],
    ],
  ])('of the others stay right if one member %s', (_, readings, right) => {
    expect(network(...readings)).toEqual(right);
  });

  it('rates continue when a 32-bit counter wraps', () => {
    const before = 2 ** 32 - 300;
    expect(network({ a: [before, 60, 10] }, { a: [300, 120, 20] })).toEqual([10, 1]);
  });

  it('a counter that falls together with its packets or the other direction was reset', () => {
    const before = 2 ** 32 - 300;
    expect(network({ a: [before, 60, 10] }, { a: [300, 120, 2] })[0]).toBeUndefined();
    expect(network({ a: [before, 60] }, { a: [300, 20] })).toEqual([undefined, undefined]);
    expect(network({ a: [100, 60] }, { a: [50, 120] })[0]).toBeUndefined();
  });

  it('a member that one reading missed, or read as zeros, makes no burst', () => {
    const [before, after] = [{ a: [6e9, 6e9] }, { a: [6e9 + 1200, 6e9 + 120] }] as const;
    expect(network(before, { a: [0, 0] })).toEqual([undefined, undefined]);
    expect(network(before, { a: [0, 0] }, after)).toEqual([10, 1]);
    expect(network(before, {}, after)).toEqual([10, 1]);
    expect(network(before, {}, {}, after)).toEqual([undefined, undefined]);
  });

  it('rates of an interface that carries nothing are 0, not absent', () => {
    expect(network({ a: [0, 0] }, { a: [0, 0] })).toEqual([0, 0]);
  });
});

describe('top processes', () => {
  const machine = { cpuCount: 2, memoryTotal: 1000 };
  const process = (pid: number, cpuSeconds: number, memoryBytes: number, startedAt = 1) => ({
    pid,
    name: `p${String(pid)}`,
    cpuSeconds,
    memoryBytes,
    startedAt,
  });

  it('top processes are the busiest of the machine in the interval', () => {
    const before = { at: 0, value: [process(1, 100, 10), process(2, 0, 500), process(3, 5, 0)] };
    const after = { at: 60, value: [process(1, 160, 10), process(2, 0, 500), process(3, 5, 0)] };
    expect(topProcesses(before, after, machine)).toEqual([
      { pid: 1, name: 'p1', cpuPercent: 50, memoryPercent: 1 },
      { pid: 2, name: 'p2', cpuPercent: 0, memoryPercent: 50 },
    ]);
  });

  it('top processes treat a reused pid as another process', () => {
    const before = { at: 0, value: [process(1, 1000, 10, 1)] };
    const after = { at: 60, value: [process(1, 6, 10, 99)] };
    expect(topProcesses(before, after, machine)).toMatchObject([{ cpuPercent: 5 }]);
  });

  it('top processes use the system’s share if it reports no seconds', () => {
    const value = [{ pid: 1, name: 'p1', cpuShare: 0.25, memoryBytes: 10, startedAt: 1 }];
    const before = { at: 0, value };
    expect(topProcesses(before, { at: 60, value }, machine)).toMatchObject([{ cpuPercent: 25 }]);
  });

  it('top processes are at most five', () => {
    const value = Array.from({ length: 20 }, (_, index) => process(index, 0, index));
    expect(topProcesses({ at: 0, value }, { at: 60, value }, machine)).toHaveLength(5);
  });
});
