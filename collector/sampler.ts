import { loadavg, uptime } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { appFailure } from '../contract/errors.ts';
import type { Sample } from '../contract/sample.ts';
import { minuteOf } from '../contract/time.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import { loadBetween, readCoreTimes, type CoreTimes, type CpuLoad } from './probes/cpu-load.ts';
import { fitToWriteUnit } from './uploader/item-size.ts';
import { guarded } from './probes/guard.ts';
import { linuxProbes } from './probes/linux.ts';
import { portableProbes } from './probes/portable.ts';
import type { CounterReading, ProcessReading, SystemProbes } from './probes/probes.ts';
import { ratesBetween, topProcesses, type Timed } from './rates.ts';

const MIB = 1024 * 1024;

/** Milliseconds; several ticks of the kernel's CPU counters. */
const SHORT_WINDOW = 100;

export interface SamplerOptions {
  clock: Clock;
  hostname: string;
  /** Name and version of this program. */
  collector: string;
  /** Whether the names of the top processes become part of the sample. */
  processNames: boolean;
  onProblem: (probe: string, problem: string) => void;
  probes?: SystemProbes;
  /** Seconds that pass however the clock is set; rates are over these. */
  elapsed?: () => number;
}

/**
 * Measures this machine. CPU is the mean since the call before, from the system's counters; rates likewise. A value that
 * the system does not give is absent.
 */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #probes: {
    [K in keyof SystemProbes]: () => Promise<Awaited<ReturnType<SystemProbes[K]>> | undefined>;
  };
  #cores: readonly CoreTimes[] | null = null;
  #counters: Timed<CounterReading> | null = null;
  #processes: Timed<ProcessReading[]> | null = null;
  readonly #elapsed: () => number;

  constructor(options: SamplerOptions) {
    this.#options = options;
    const { probes = systemProbes(), onProblem, elapsed = processSeconds } = options;
    this.#elapsed = elapsed;
    this.#probes = {
      memory: guarded('memory', probes.memory, onProblem),
      counters: guarded('counters', probes.counters, onProblem),
      fullestDisk: guarded('file systems', probes.fullestDisk, onProblem),
      temperature: guarded('temperature', probes.temperature, onProblem),
      battery: guarded('battery', probes.battery, onProblem),
      processes: guarded('processes', probes.processes, onProblem),
    };
  }

  /** Notes all counters, so that the next sample measures from here. */
  async prime(): Promise<void> {
    await Promise.all([this.#readLoad(), this.#readCounters(), this.#readProcesses()]);
  }

  async sample(): Promise<Sample> {
    const [load, memory, rates, processes, diskPercent, cpuTempC, batteryPercent] =
      await Promise.all([
        this.#measureLoad(),
        this.#probes.memory(),
        this.#readCounters(),
        this.#readProcesses(),
        this.#probes.fullestDisk(),
        this.#probes.temperature(),
        this.#probes.battery(),
      ]);
    if (load === undefined) throw unmeasured('CPU');
    if (memory === undefined) throw unmeasured('memory');
    const used = memory.total - memory.available;
    const collectedAt = nowSeconds(this.#options.clock);
    const memoryTotal = memory.total;
    const optional = {
      swapPercent: percentOf(
        memory.swapTotal > 0 ? (memory.swapUsed / memory.swapTotal) * 100 : undefined,
      ),
      diskPercent: percentOf(diskPercent),
      cpuTempC,
      batteryPercent: percentOf(batteryPercent),
      processCount: processes?.after.value.length,
      uptimeS: uptime(),
      ...loadAverages(),
      ...rates,
      topProcesses:
        processes?.before == null || !this.#options.processNames
          ? undefined
          : topProcesses(processes.before, processes.after, {
              cpuCount: this.#cores?.length ?? 1,
              memoryTotal,
            }),
    };
    return fitToWriteUnit({
      hostname: this.#options.hostname,
      minute: minuteOf(collectedAt),
      collectedAt,
      cpuPercent: clampPercent(load.mean),
      cpuBusiestCorePercent: clampPercent(load.busiestCore),
      memoryPercent: clampPercent((used / memory.total) * 100),
      memoryAvailableMb: memory.available / MIB,
      memoryUsedMb: used / MIB,
      collector: this.#options.collector,
      ...present(optional),
    });
  }

  /**
   * The mean since the reading before. Where the two cannot be compared (the first one, cores that came or went, no tick
   * in between) it is measured over a moment instead. Undefined where that fails too.
   */
  async #measureLoad(): Promise<CpuLoad | undefined> {
    const load = await this.#readLoad();
    if (load !== undefined) return load;
    await delay(SHORT_WINDOW);
    return this.#readLoad();
  }

  async #readLoad(): Promise<CpuLoad | undefined> {
    const before = this.#cores;
    const after = await readCoreTimes();
    this.#cores = after;
    return before === null ? undefined : loadBetween(before, after);
  }

  async #readCounters(): Promise<Partial<Sample>> {
    const value = await this.#probes.counters();
    if (value === undefined) return {};
    const before = this.#counters;
    const after = { at: this.#elapsed(), value };
    this.#counters = after;
    return before === null ? {} : ratesBetween(before, after);
  }

  async #readProcesses(): Promise<{
    before: Timed<ProcessReading[]> | null;
    after: Timed<ProcessReading[]>;
  } | null> {
    const value = await this.#probes.processes();
    if (value === undefined) return null;
    const before = this.#processes;
    const after = { at: this.#elapsed(), value };
    this.#processes = after;
    return { before, after };
  }
}

/** A minute without CPU or memory is missing: one that was made up would look measured. */
function unmeasured(what: 'CPU' | 'memory'): Error {
  return appFailure(
    'unavailable',
    `The ${what} could not be measured in this minute.`,
    'The next minute is measured again; if this persists, please report it.',
  );
}

function systemProbes(): SystemProbes {
  return process.platform === 'linux' ? linuxProbes() : portableProbes();
}

/** Windows has no load average: Node answers zeros there. */
function loadAverages(): Partial<Sample> {
  if (process.platform === 'win32') return {};
  const [loadAvg1m = 0, loadAvg5m = 0, loadAvg15m = 0] = loadavg();
  return { loadAvg1m, loadAvg5m, loadAvg15m };
}

function processSeconds(): number {
  return performance.now() / 1000;
}

/** The entries that have a value; what is no number is none. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const known = Object.entries(values).filter(
    ([, value]) => value !== undefined && !Number.isNaN(value),
  );
  return Object.fromEntries(known) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Some batteries say more than 100 %. */
function percentOf(value: number | undefined): number | undefined {
  return value === undefined ? undefined : clampPercent(value);
}

function clampPercent(value: number): number {
  return Math.min(100, Math.max(0, value));
}
