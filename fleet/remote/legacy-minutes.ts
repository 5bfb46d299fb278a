import {
  METRICS,
  METRIC_IDS,
  isRequired,
  type FieldOf,
  type RequiredMetric,
} from '../../contract/metrics.ts';
import type { MetricValues } from '../../contract/metric-values.ts';
import type { Sample, TopProcess } from '../../contract/sample.ts';
import { minuteOf } from '../../contract/time.ts';
import type { MinuteRecord } from '../store/minute.ts';
import type { LegacyProcess, LegacySample } from './legacy-decode.ts';

const TOP_PROCESSES = 5;
/** Counters further apart than this say nothing about a minute. */
const MAX_RATE_SPAN_S = 600;

interface Rated {
  sample: LegacySample;
  /** Its metrics, and rates from its counters. */
  values: MetricValues;
}

/**
 * Turns a host's legacy samples, in any order, into minutes: the mean of each, with the extremes beside it, and
 * network counters as rates. The names of processes are looked for in all the samples given, because a batch names
 * only those of its first sample. `cpuCount` is the host's number of cores, where it is known.
 */
export function toMinutes(
  hostname: string,
  samples: readonly LegacySample[],
  cpuCount = 1,
): MinuteRecord[] {
  const sorted = samples.toSorted((a, b) => a.time - b.time);
  const names = processNames(sorted);
  const minutes = Map.groupBy(withRates(sorted), ({ sample }) => minuteOf(sample.time));
  return Array.from(minutes, ([minute, rated]) =>
    toRecord(hostname, minute, rated, { names, cpuCount }),
  );
}

function toRecord(
  hostname: string,
  minute: number,
  rated: readonly Rated[],
  known: Known,
): MinuteRecord {
  const samples = rated.map(({ sample }) => sample);
  const means: Partial<Sample> = {};
  const peaks: NonNullable<MinuteRecord['peaks']> = {};
  for (const id of METRIC_IDS) {
    const found = rated.flatMap(({ values }) => values[id] ?? []);
    if (found.length === 0) continue;
    const { min, mean, max } = spread(found);
    means[METRICS[id].field] = mean;
    if (isRequired(id)) peaks[id] = { min, max };
  }
  const sample: Sample = {
    hostname,
    minute,
    collectedAt: samples.at(-1)?.time ?? minute,
    ...(means as Pick<Sample, FieldOf<RequiredMetric>>),
    ...optional(
      'memoryAvailableMb',
      samples.map(({ availableMb }) => availableMb),
    ),
    ...optional(
      'memoryUsedMb',
      samples.map(({ usedMb }) => usedMb),
    ),
  };
  const top = topProcesses(samples, known);
  if (top.length > 0) sample.topProcesses = top;
  return { sample, weight: samples.length, peaks };
}

/** Bytes a second since the sample before; a counter that went back was reset, and says nothing. */
function withRates(sorted: readonly LegacySample[]): Rated[] {
  return sorted.map((sample, index) => {
    const before = sorted[index - 1];
    const span = before === undefined ? 0 : sample.time - before.time;
    const values: MetricValues = { ...sample.values };
    if (before === undefined || span <= 0 || span > MAX_RATE_SPAN_S) return { sample, values };
    const netTx = rate(before.bytesSent, sample.bytesSent, span);
    const netRx = rate(before.bytesReceived, sample.bytesReceived, span);
    if (netTx !== null) values.netTx = netTx;
    if (netRx !== null) values.netRx = netRx;
    return { sample, values };
  });
}

function rate(before: number | null, after: number | null, span: number): number | null {
  return before === null || after === null || after < before ? null : (after - before) / span;
}

function processNames(samples: readonly LegacySample[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { processes } of samples)
    for (const { pid, name } of processes) if (name !== null) names.set(pid, name);
  return names;
}

/** What is known of a host besides one minute's samples. */
interface Known {
  names: ReadonlyMap<number, string>;
  cpuCount: number;
}

/**
 * The processes that used most CPU over the minute; one without a name is known by its pid. The layout has the share of
 * one core, which may exceed 100 %; here it is that of the machine.
 */
function topProcesses(samples: readonly LegacySample[], { names, cpuCount }: Known): TopProcess[] {
  const byPid = new Map<number, { cpu: number; memory: number; last: LegacyProcess }>();
  for (const sample of samples)
    for (const process of sample.processes) {
      const sum = byPid.get(process.pid) ?? { cpu: 0, memory: 0, last: process };
      sum.cpu += Math.min(100, process.cpuPercent / cpuCount);
      sum.memory = Math.max(sum.memory, memoryShare(process, sample));
      sum.last = process;
      byPid.set(process.pid, sum);
    }
  return Array.from(byPid.values(), ({ cpu, memory, last }) => ({
    name: last.name ?? names.get(last.pid) ?? `pid ${String(last.pid)}`,
    pid: last.pid,
    cpuPercent: tenths(cpu / samples.length),
    memoryPercent: tenths(memory),
  }))
    .sort((a, b) => b.cpuPercent - a.cpuPercent || b.memoryPercent - a.memoryPercent)
    .slice(0, TOP_PROCESSES);
}

/** The layout has no total: it follows from what is available and the percentage used. */
function memoryShare(
  { rssMb }: LegacyProcess,
  { availableMb, values: { memory } }: LegacySample,
): number {
  if (availableMb === null || memory >= 100) return 0;
  return Math.min(100, (rssMb / (availableMb / (1 - memory / 100))) * 100);
}

function spread(values: readonly number[]): { min: number; mean: number; max: number } {
  let sum = 0;
  for (const value of values) sum += value;
  return { min: Math.min(...values), mean: sum / values.length, max: Math.max(...values) };
}

/** The mean of the values that are known, under its field's name, or nothing. */
function optional(
  field: 'memoryAvailableMb' | 'memoryUsedMb',
  values: readonly (number | null)[],
): Partial<Sample> {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? {} : { [field]: spread(known).mean };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
