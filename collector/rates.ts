import type { CounterReading, MemberCounters, ProcessReading } from './probes/probes.ts';
import type { InterfaceUse, Sample, TopProcess } from '../contract/sample.ts';

/** A reading and its time: seconds since a fixed moment. */
export interface Timed<T> {
  at: number;
  value: T;
}

type Rates = Pick<Sample, 'diskReadBps' | 'diskWriteBps' | 'netRxBps' | 'netTxBps'>;

/** Bytes per second of all disks and all interfaces, between two readings. */
export class RateMeter {
  readonly #disks = new MemberRates();
  readonly #interfaces = new MemberRates();

  /** The rates since the last reading; unknown ones are absent. */
  update({ at, value }: Timed<CounterReading>): Rates {
    const disks = this.#disks.update({ at, value: value.disks ?? [] });
    const interfaces = this.#interfaces.update({ at, value: value.interfaces ?? [] });
    return {
      ...(disks.in === undefined ? {} : { diskReadBps: disks.in }),
      ...(disks.out === undefined ? {} : { diskWriteBps: disks.out }),
      ...(interfaces.in === undefined ? {} : { netRxBps: interfaces.in }),
      ...(interfaces.out === undefined ? {} : { netTxBps: interfaces.out }),
    };
  }
}

interface Remembered extends Timed<MemberCounters> {
  /** Later readings in which it was missing. */
  missed: number;
}

/**
 * One reading may miss a member (systeminformation on Windows, zeros in /proc/net/dev): the next one is compared with
 * the reading before.
 */
const MAX_MISSED = 1;

/**
 * The sum of the members' differences, each by its own readings: a member that appears, disappears or resets
 * contributes nothing for the interval and does not affect the others.
 */
class MemberRates {
  readonly #before = new Map<string, Remembered>();

  update({ at, value }: Timed<readonly MemberCounters[]>): { in?: number; out?: number } {
    const sums: { in?: number; out?: number } = {};
    const seen = new Set<string>();
    for (const member of value) {
      const before = this.#before.get(member.id);
      if (before !== undefined && isBlank(member) && !isBlank(before.value)) continue;
      seen.add(member.id);
      this.#before.set(member.id, { at, value: member, missed: 0 });
      if (before === undefined || at <= before.at) continue;
      for (const way of ['in', 'out'] as const) {
        const bytes = counted(before.value, member, way);
        if (bytes !== undefined) sums[way] = (sums[way] ?? 0) + bytes / (at - before.at);
      }
    }
    for (const [id, remembered] of this.#before) {
      if (seen.has(id)) continue;
      remembered.missed += 1;
      if (remembered.missed > MAX_MISSED) this.#before.delete(id);
    }
    return sums;
  }
}

function isBlank(member: MemberCounters): boolean {
  return member.in === 0 && member.out === 0;
}

/**
 * Bytes between two readings. A counter that went back was reset, and its count until then is lost; or it is a 32-bit
 * counter that wrapped: then the other counters of the member went on.
 */
function counted(
  before: MemberCounters,
  after: MemberCounters,
  way: 'in' | 'out',
): number | undefined {
  const bytes = after[way] - before[way];
  if (Number.isNaN(bytes)) return undefined;
  if (bytes >= 0) return bytes;
  const { wrapsAt } = after;
  const other = way === 'in' ? 'out' : 'in';
  const wentOn = !(after[other] < before[other]) && (after.events ?? 0) >= (before.events ?? 0);
  const wrapped = bytes + wrapsAt;
  // More than half the range between two readings does not look like a wrapped counter.
  return before[way] < wrapsAt && wrapped <= wrapsAt / 2 && wentOn ? wrapped : undefined;
}

/** The traffic of each interface between two readings. */
export class InterfaceMeter {
  #before: Timed<readonly MemberCounters[]> | null = null;

  /** The interfaces with most traffic since the last reading, at most `most`; none the first time. */
  update(after: Timed<readonly MemberCounters[]>, most: number): InterfaceUse[] {
    const before = this.#before;
    this.#before = after;
    const seconds = after.at - (before?.at ?? after.at);
    if (before === null || seconds <= 0) return [];
    const earlier = new Map(before.value.map((member) => [member.id, member]));
    return after.value
      .flatMap((member): InterfaceUse[] => {
        const from = earlier.get(member.id);
        if (from === undefined) return [];
        const [rx, tx] = [counted(from, member, 'in'), counted(from, member, 'out')];
        if (rx === undefined || tx === undefined) return [];
        const errors = (member.errors ?? NaN) - (from.errors ?? NaN);
        const use = { name: member.name, rxBps: rx / seconds, txBps: tx / seconds };
        return [errors >= 0 ? { ...use, errors } : use];
      })
      .sort((a, b) => b.rxBps + b.txBps - a.rxBps - a.txBps)
      .slice(0, most);
  }
}

/** The totals that shares of CPU and memory refer to. */
export interface MachineSize {
  cpuCount: number;
  /** Bytes. */
  memoryTotal: number;
}

/** How many of the top processes by CPU, and as many by memory, are considered for the top list. */
const CANDIDATES = 5;

/**
 * The busiest processes between two readings: the greatest in CPU or memory, by the sum of both shares. CPU is a share
 * of all cores. A process that started in between is measured from its start.
 */
export function topProcesses(
  before: Timed<readonly ProcessReading[]>,
  after: Timed<readonly ProcessReading[]>,
  { cpuCount, memoryTotal }: MachineSize,
): TopProcess[] {
  const seconds = after.at - before.at;
  if (seconds <= 0) return [];
  const earlier = new Map(before.value.map((process) => [process.pid, process]));
  const shares = after.value.map((process) => ({
    pid: process.pid,
    name: process.name,
    cpuPercent: percent(
      process.cpuShare ?? secondsUsed(earlier.get(process.pid), process) / seconds / cpuCount,
    ),
    memoryPercent: percent(process.memoryBytes / memoryTotal),
  }));
  const byCpu = shares.toSorted((a, b) => b.cpuPercent - a.cpuPercent).slice(0, CANDIDATES);
  const byMemory = shares
    .toSorted((a, b) => b.memoryPercent - a.memoryPercent)
    .slice(0, CANDIDATES);
  return [...new Set([...byCpu, ...byMemory])]
    .filter(({ cpuPercent, memoryPercent }) => cpuPercent > 0 || memoryPercent > 0)
    .sort((a, b) => b.cpuPercent + b.memoryPercent - a.cpuPercent - a.memoryPercent)
    .slice(0, CANDIDATES);
}

function secondsUsed(before: ProcessReading | undefined, after: ProcessReading): number {
  const { cpuSeconds = 0, startedAt } = after;
  // Another process may have got the same pid.
  return before?.startedAt === startedAt ? cpuSeconds - (before.cpuSeconds ?? 0) : cpuSeconds;
}

function percent(share: number): number {
  if (Number.isNaN(share)) return 0;
  return Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
}
