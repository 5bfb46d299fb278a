import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostSeries } from '../../contract/fleet.ts';
import { settingsSchema, type SourceConfig } from '../../contract/settings.ts';
import { FleetEngine } from '../../fleet/engine.ts';
import type { FleetEngineOptions } from '../../fleet/engine-options.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { layBlankStore } from './blank-store.ts';
import { madeUpSamples } from './fleet-generator.ts';
import { localClients } from './fleet-tables.ts';

/** A logger that drops everything. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A clock that stands where it is set; waits take no longer than a test needs. */
export class TestClock implements Clock {
  #ms: number;

  constructor(seconds: number) {
    this.#ms = seconds * 1000;
  }

  now(): number {
    return this.#ms;
  }

  set(seconds: number): void {
    this.#ms = seconds * 1000;
  }

  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }

  /** Short waits (backoff) take real time; a schedule's long wait ends only by its signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms > 5000 ? 600_000 : Math.min(ms, 50), signal);
  }
}

/** A running engine and its data directory. */
export interface TestEngine {
  engine: FleetEngine;
  directory: string;
  /** Closes the engine and opens another one on the same store. */
  reopen(): Promise<void>;
  dispose(): Promise<void>;
}

/** An engine on a temporary store: a blank one, or a copy of the closed one at `from`. */
export function openTestEngine(
  sources: SourceConfig[],
  clock: Clock,
  change: Partial<FleetEngineOptions> = {},
  from?: string,
): TestEngine {
  const directory = mkdtempSync(join(tmpdir(), 'py-perf-fleet-'));
  if (from === undefined) layBlankStore(join(directory, 'fleet.db'));
  else copyFileSync(from, join(directory, 'fleet.db'));
  const open = (): FleetEngine =>
    new FleetEngine({
      storePath: join(directory, 'fleet.db'),
      clock,
      logger: silentLogger,
      settings: settingsSchema.parse(sources.length === 0 ? {} : { sources }),
      connect: (source) => Promise.resolve(localClients(source.endpoint ?? 'http://127.0.0.1:1')),
      isConnected: ({ mode }) => mode === 'on',
      onFleetChanged: () => undefined,
      onSyncChanged: () => undefined,
      ...change,
    });
  const opened: TestEngine = {
    engine: open(),
    directory,
    async reopen() {
      await opened.engine.close();
      opened.engine = open();
    },
    async dispose() {
      await opened.engine.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return opened;
}

/** Minutes with a sample, as `[minute, cpu, memory]` in tenths. */
export function points({ start, step, metrics }: HostSeries): [number, number, number][] {
  const found: [number, number, number][] = [];
  metrics.cpu?.mean.forEach((cpu, index) => {
    const memory = metrics.memory?.mean[index] ?? NaN;
    if (!Number.isNaN(cpu))
      found.push([start + index * step, Math.round(cpu * 10), Math.round(memory * 10)]);
  });
  return found;
}

/** The expected `points` of a made-up host in `[from, to)`. */
export function expectedPoints(
  hostname: string,
  from: number,
  to: number,
): [number, number, number][] {
  return Array.from(madeUpSamples({ hostnames: [hostname], from, to }), (sample) => [
    sample.minute,
    Math.round(sample.cpuPercent * 10),
    Math.round(sample.memoryPercent * 10),
  ]);
}

/** A host's minutes in `[from, to)` from the engine. */
export function minutesOf(
  engine: FleetEngine,
  hostname: string,
  from: number,
  to: number,
  sourceId = 'default',
): HostSeries {
  return engine.hosts.series({
    sourceId,
    hostname,
    from,
    to,
    metrics: ['cpu', 'memory'],
    resolution: 'minute',
  });
}

/** Starts reading the legacy table of the source `default`, like the button in Diagnostics. */
export async function readLegacyHistory(
  engine: FleetEngine,
  unitsPerSecond: number,
): Promise<void> {
  const source = engine.sources.get('default');
  source.legacyHistory.start(await source.reader(), unitsPerSecond);
}
