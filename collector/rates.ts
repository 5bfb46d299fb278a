import type { CounterReading, ProcessReading } from './probes/probes.ts';
import type { Sample, TopProcess } from '../contract/sample.ts';

/** A reading with the time at which it was taken: seconds since some fixed moment. */
export interface Timed<T> {
  at: number;
  value: T;
}

const RATES = [
  ['diskRead', 'diskReadBps'],
  ['diskWrite', 'diskWriteBps'],
  ['netRx', 'netRxBps'],
  ['netTx', 'netTxBps'],
] as const;

/**
 * Bytes a second between two readings. A counter that went backwards (a disk or interface has gone, the machine was
 * restarted) gives no rate, and so does an interval without length.
 */
export function ratesBetween(
  before: Timed<CounterReading>,
  after: Timed<CounterReading>,
): Pick<Sample, (typeof RATES)[number][1]> {
  const seconds = after.at - before.at;
  const rates: Pick<Sample, (typeof RATES)[number][1]> = {};
  if (seconds <= 0) return rates;
  for (const [counter, rate] of RATES) {
    const from = before.value[counter];
    const to = after.value[counter];
    if (from !== undefined && to !== undefined && to >= from) rates[rate] = (to - from) / seconds;
  }
  return rates;
}

export interface MachineSize {
  cpuCount: number;
  /** Bytes. */
  memoryTotal: number;
}

/** How many processes of each kind, most CPU and most memory, are looked at for the top list. */
const CANDIDATES = 5;

/**
 * The processes that used most of the machine between two readings: the greatest in CPU or memory, by the sum of both
 * shares. CPU is a share of all cores. A process that began in between is measured from its beginning.
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
  // Another process may have been given the same pid.
  return before?.startedAt === startedAt ? cpuSeconds - (before.cpuSeconds ?? 0) : cpuSeconds;
}

function percent(share: number): number {
  if (Number.isNaN(share)) return 0;
  return Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
}
