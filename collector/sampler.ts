import { setTimeout as delay } from 'node:timers/promises';
import { appFailure } from '../contract/errors.ts';
import type { ContainerUse, Sample, TopProcess } from '../contract/sample.ts';
import { MOST_FAILED_NAMES } from '../contract/sample-details.ts';
import { minuteOf } from '../contract/time.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import { ContainerMeter } from './container-meter.ts';
import { Details, fullest } from './details.ts';
import { loadBetween, type CpuLoad } from './probes/cpu-load.ts';
import { guarded, type Guarded } from './probes/guard.ts';
import type { CoreTimes, MemoryReading, ProcessReading, SystemProbes } from './probes/probes.ts';
import { systemProbes } from './probes/system.ts';
import { PressureMeter } from './pressure-meter.ts';
import { RateMeter, topProcesses, type Timed } from './rates.ts';
import { fitToWriteUnit } from './uploader/item-size.ts';

const MIB = 1024 * 1024;

/** Milliseconds; several ticks of the kernel's CPU counters. */
const SHORT_WINDOW_MS = 100;

/** What samples are taken with. */
export interface SamplerOptions {
  clock: Clock;
  hostname: string;
  /** Name and version of this program. */
  collector: string;
  /** Whether the sample names the top processes. */
  processNames: boolean;
  onProblem: (probe: string, problem: string) => void;
  probes?: SystemProbes;
  /** Seconds on a monotonic clock; rates use these. */
  elapsed?: () => number;
}

/** What could be measured for a sample. */
export type Measured = Omit<Partial<Sample>, 'hostname' | 'minute' | 'collectedAt'>;

type GuardedProbes = {
  [K in keyof SystemProbes]: SystemProbes[K] extends (...args: infer A) => Promise<infer T>
    ? Guarded<A, T>
    : never;
};

/**
 * Measures this machine. CPU is the mean since the last call, from the system's counters; so are rates. A value that
 * the system does not report is absent. An aborted call does not wait for probes that have not answered.
 */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #probes: GuardedProbes;
  #cores: readonly CoreTimes[] | null = null;
  readonly #rates = new RateMeter();
  readonly #pressure = new PressureMeter();
  readonly #details = new Details();
  readonly #containers = new ContainerMeter();
  #processes: Timed<ProcessReading[]> | null = null;
  readonly #elapsed: () => number;

  constructor(options: SamplerOptions) {
    this.#options = options;
    const { probes = systemProbes(), onProblem, elapsed = processSeconds } = options;
    this.#elapsed = elapsed;
    const guard = { onProblem };
    this.#probes = {
      cores: guarded('CPU', probes.cores, guard),
      memory: guarded('memory', probes.memory, guard),
      counters: guarded('counters', probes.counters, guard),
      fileSystems: guarded('file systems', probes.fileSystems, guard),
      temperature: guarded('temperature', probes.temperature, guard),
      battery: guarded('battery', probes.battery, guard),
      processes: guarded('processes', probes.processes, guard),
      processName: guarded('process names', probes.processName, guard),
      uptime: guarded('uptime', probes.uptime, guard),
      pressure: guarded('pressure', probes.pressure, guard),
      failedServices: guarded('services', probes.failedServices, guard),
      gpu: guarded('GPU', probes.gpu, guard),
      diskHealth: guarded('disk health', probes.diskHealth, guard),
      containers: guarded('containers', probes.containers, guard),
      custom: guarded('custom metrics', probes.custom, guard),
    };
  }

  /** Reads all counters, so that the next sample measures from here. */
  async prime(signal?: AbortSignal): Promise<void> {
    await Promise.all([
      this.#readLoad(signal),
      this.#readRates(signal),
      this.#readProcesses(signal),
      this.#readPressure(signal),
    ]);
  }

  /** Throws `AppFailure` if CPU or memory cannot be measured. */
  async sample(signal?: AbortSignal): Promise<Sample> {
    const now = nowSeconds(this.#options.clock);
    const details = this.#details.isDue(now);
    const { cpuPercent, memoryPercent, ...others } = await this.measure(signal, details);
    if (cpuPercent === undefined) throw unmeasured('CPU');
    if (memoryPercent === undefined) throw unmeasured('memory');
    if (details) this.#details.told(now);
    const collectedAt = nowSeconds(this.#options.clock);
    return fitToWriteUnit({
      hostname: this.#options.hostname,
      minute: minuteOf(collectedAt),
      collectedAt,
      cpuPercent,
      memoryPercent,
      ...others,
    });
  }

  /** Everything that can be measured now; `details`: with the lists of file systems and interfaces. */
  async measure(signal?: AbortSignal, details = true): Promise<Measured> {
    const [
      load,
      memory,
      rates,
      processes,
      fileSystems,
      cpuTempC,
      batteryPercent,
      uptime,
      pressure,
      failedServices,
      gpu,
      custom = [],
      health,
      containers,
    ] = await Promise.all([
      this.#measureLoad(signal),
      this.#probes.memory(signal),
      this.#readRates(signal),
      this.#readProcesses(signal),
      this.#probes.fileSystems(signal),
      this.#probes.temperature(signal),
      this.#probes.battery(signal),
      this.#probes.uptime(signal),
      this.#readPressure(signal),
      this.#probes.failedServices(signal),
      this.#probes.gpu(signal),
      this.#probes.custom(signal),
      this.#probes.diskHealth(signal),
      details ? this.#measureContainers(signal) : [],
    ]);
    return present({
      cpuPercent: percentOf(load?.mean),
      cpuCoreMax: percentOf(load?.busiestCore),
      ...(memory === undefined ? {} : memoryOf(memory)),
      diskPercent: percentOf(fullest(fileSystems ?? [])),
      cpuTempC,
      batteryPercent: percentOf(batteryPercent),
      processCount: processes?.after.value.length,
      failedServices: failedServices?.length,
      failingDisks: health?.failing,
      diskWearPercent: health?.wearPercent,
      gpuPercent: gpu?.busyPercent,
      gpuMemoryPercent: gpu?.memoryPercent,
      gpuTempC: gpu?.celsius,
      ...uptime,
      ...rates,
      ...pressure,
      topProcesses: await this.#topProcesses(processes, memory, signal),
      ...(custom.length === 0 ? {} : { custom }),
      ...(details ? this.#details.take(fileSystems ?? []) : {}),
      ...(containers.length === 0 ? {} : { containers }),
      ...(details && failedServices !== undefined && failedServices.length > 0
        ? { failedNames: failedServices.slice(0, MOST_FAILED_NAMES) }
        : {}),
      collector: this.#options.collector,
    });
  }

  /**
   * The mean since the last reading. If the two cannot be compared (the first one, other cores, no tick in between), it
   * is measured over a moment instead. Undefined if that fails too.
   */
  async #measureLoad(signal?: AbortSignal): Promise<CpuLoad | undefined> {
    const load = await this.#readLoad(signal);
    if (load !== undefined || this.#cores === null) return load;
    await delay(SHORT_WINDOW_MS);
    return this.#readLoad(signal);
  }

  async #readLoad(signal?: AbortSignal): Promise<CpuLoad | undefined> {
    const before = this.#cores;
    const after = await this.#probes.cores(signal);
    if (after === undefined) return undefined;
    this.#cores = after;
    return before === null ? undefined : loadBetween(before, after);
  }

  async #readRates(signal?: AbortSignal): Promise<Partial<Sample>> {
    const value = await this.#probes.counters(signal);
    if (value === undefined) return {};
    const at = this.#elapsed();
    this.#details.read({ at, value: value.interfaces ?? [] });
    return this.#rates.update({ at, value });
  }

  async #readPressure(signal?: AbortSignal): Promise<Partial<Sample>> {
    const value = await this.#probes.pressure(signal);
    return value === undefined ? {} : this.#pressure.update({ at: this.#elapsed(), value });
  }

  async #measureContainers(signal?: AbortSignal): Promise<ContainerUse[]> {
    const value = await this.#probes.containers(signal);
    if (value === undefined) return [];
    return this.#containers.update({ at: this.#elapsed(), value }, coreCount(this.#cores ?? []));
  }

  async #readProcesses(signal?: AbortSignal): Promise<ProcessReadings | null> {
    const value = await this.#probes.processes(signal);
    if (value === undefined) return null;
    const before = this.#processes;
    const after = { at: this.#elapsed(), value };
    this.#processes = after;
    return { before, after };
  }

  async #topProcesses(
    readings: ProcessReadings | null,
    memory: MemoryReading | undefined,
    signal?: AbortSignal,
  ): Promise<TopProcess[] | undefined> {
    if (readings?.before == null || memory === undefined || !this.#options.processNames)
      return undefined;
    const size = { cpuCount: coreCount(this.#cores ?? []), memoryTotal: memory.total };
    const top = topProcesses(readings.before, readings.after, size);
    const named: TopProcess[] = [];
    for (const process of top) {
      const reading = readings.after.value.find(({ pid }) => pid === process.pid);
      const name =
        reading === undefined ? undefined : await this.#probes.processName(signal, reading);
      named.push({ ...process, name: name ?? process.name });
    }
    return named;
  }
}

interface ProcessReadings {
  before: Timed<ProcessReading[]> | null;
  after: Timed<ProcessReading[]>;
}

function memoryOf({ total, available, swapTotal, swapUsed }: MemoryReading): Measured {
  const used = total - available;
  return present({
    memoryPercent: percentOf((used / total) * 100),
    memoryAvailableMb: available / MIB,
    memoryUsedMb: used / MIB,
    swapPercent: percentOf(swapTotal > 0 ? (swapUsed / swapTotal) * 100 : undefined),
  });
}

/** A minute without CPU or memory is missing: an invented one would look measured. */
function unmeasured(what: 'CPU' | 'memory'): Error {
  return appFailure(
    'unavailable',
    `The ${what} could not be measured this minute.`,
    'The collector tries again next minute. If this persists, please report it.',
  );
}

function processSeconds(): number {
  return performance.now() / 1000;
}

/** The entries with a value; NaN and infinity count as none. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const known = Object.entries(values).filter(
    ([, value]) => value !== undefined && !Number.isNaN(value),
  );
  return Object.fromEntries(known) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function coreCount(cores: readonly CoreTimes[]): number {
  return cores.reduce((count, { standsFor = 1 }) => count + standsFor, 0) || 1;
}

/** Some batteries report more than 100 %. */
function percentOf(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(100, Math.max(0, value));
}
