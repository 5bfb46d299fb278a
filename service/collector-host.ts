import { existsSync } from 'node:fs';
import { hostname as systemHostname } from 'node:os';
import { join } from 'node:path';
import { createCollector, type Collector, type FlushReport } from '../collector/collector.ts';
import { Outbox } from '../collector/outbox.ts';
import type { CollectorState } from '../contract/collector.ts';
import type { AppError } from '../contract/errors.ts';
import { normalizeHostname } from '../contract/hostname.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings, SourceConfig } from '../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../contract/tables.ts';
import { isConnected } from '../platform/aws-config.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import { createDynamoClients } from '../platform/dynamo-client.ts';
import { ProcessLock, type LockHolder } from '../platform/process-lock.ts';
import type { Logger } from '../platform/log.ts';

export interface CollectorHostOptions {
  dataDir: string;
  version: string;
  clock: Clock;
  logger: Logger;
  settings: Settings;
  onSample: (sourceId: string, sample: Sample, facts: HostFacts) => void;
  onChange: (state: CollectorState) => void;
}

/** Owns this machine's collector as the settings want it: built on first use, rebuilt when they change. */
export class CollectorHost {
  readonly #options: CollectorHostOptions;
  #settings: Settings;
  #collector: Collector | null = null;
  #running = false;
  #processLock: ProcessLock | null = null;
  #refusal: AppError | null = null;

  constructor(options: CollectorHostOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  get hostname(): string {
    return normalizeHostname(this.#settings.collector.hostname ?? systemHostname());
  }

  get sourceId(): string {
    return this.#settings.collector.sourceId;
  }

  state(): CollectorState {
    const { enabled } = this.#settings.collector;
    const idle = {
      running: false,
      hostname: this.hostname,
      lastSample: null,
      lastUploadAt: null,
      pending: 0,
      rejected: 0,
      error: null,
    };
    const state = this.#collector?.state() ?? idle;
    return {
      ...state,
      error: this.#refusal ?? state.error,
      enabled,
      uploads: this.#target() !== null,
    };
  }

  /** Samples that wait to be uploaded, whether or not the collector runs in this process. Throws `AppFailure`. */
  pending(): number {
    if (this.#collector !== null) return this.#collector.state().pending;
    const path = join(this.#options.dataDir, 'outbox.db');
    if (!existsSync(path)) return 0;
    const outbox = new Outbox(path, this.#options.clock);
    try {
      return outbox.count();
    } finally {
      outbox.close();
    }
  }

  /**
   * Samples every minute from now on. Where another process collects into this data directory already, says so in
   * `state().error` and does not. Throws `AppFailure`.
   */
  run(): void {
    if (this.#running) return;
    this.#refusal = this.#lock();
    if (this.#refusal === null) {
      this.#open().start();
      this.#running = true;
    }
    this.#options.onChange(this.state());
  }

  /** Stores one sample of now (CPU over at least a second) and returns it. */
  sampleOnce(signal?: AbortSignal): Promise<Sample> {
    return this.#open().sampleOnce(signal);
  }

  /** Uploads what is pending. Throws `AppFailure` where that is impossible. */
  flush(signal?: AbortSignal): Promise<FlushReport> {
    return this.#open().flush(signal);
  }

  /** Takes over new settings; a collector that ran goes on with them, or stops. */
  async configure(settings: Settings): Promise<void> {
    await this.close();
    this.#settings = settings;
    if (settings.collector.enabled) this.run();
    else this.#options.onChange(this.state());
  }

  async close(): Promise<void> {
    const collector = this.#collector;
    this.#collector = null;
    this.#running = false;
    this.#refusal = null;
    await collector?.close();
    this.#processLock?.release();
    this.#processLock = null;
  }

  /** Takes the lock of this data directory's one collector; answers why not where another has it. */
  #lock(): AppError | null {
    const { clock, dataDir, version } = this.#options;
    const result = ProcessLock.acquire(join(dataDir, 'collector.lock'), {
      pid: process.pid,
      since: Math.floor(nowSeconds(clock)),
      program: `py-perf-desktop/${version}`,
    });
    if ('lock' in result) {
      this.#processLock = result.lock;
      return null;
    }
    return alreadyCollecting(result.holder);
  }

  #open(): Collector {
    if (this.#collector !== null) return this.#collector;
    const { clock, dataDir, logger, version, onSample, onChange } = this.#options;
    const source = this.#target();
    const { sourceId, createTables, tableFormat, processNames } = this.#settings.collector;
    this.#collector = createCollector({
      outboxPath: join(dataDir, 'outbox.db'),
      clock,
      logger,
      hostname: this.hostname,
      tables: source?.tables ?? DEFAULT_TABLE_NAMES,
      createTables,
      tableFormat,
      processNames,
      connect: source === null ? null : () => createDynamoClients(source),
      onSample: (sample, facts) => {
        onSample(sourceId, sample, facts);
      },
      onChange: () => {
        onChange(this.state());
      },
      version,
    });
    return this.#collector;
  }

  /** The source to upload to, or null where samples stay on this machine. */
  #target(): SourceConfig | null {
    const source = this.#settings.sources.find(({ id }) => id === this.sourceId);
    return source !== undefined && isConnected(source) ? source : null;
  }
}

function alreadyCollecting(holder: LockHolder | null): AppError {
  const who =
    holder === null
      ? 'Another process'
      : `${holder.program} (process ${String(holder.pid)}, since ${new Date(holder.since * 1000).toISOString()})`;
  return {
    code: 'already-running',
    message: `${who} collects this machine already.`,
    hint: 'Nothing is lost: it goes on. Stop it first if this one is to take over.',
  };
}
