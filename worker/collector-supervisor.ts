import { existsSync } from 'node:fs';
import { hostname as systemHostname } from 'node:os';
import { join } from 'node:path';
import { metricsFolderOf } from '../collector/probes/custom/metrics-folder.ts';
import { Collector } from '../collector/collector.ts';
import type { FlushReport } from '../collector/uploader/upload-loop.ts';
import type { Measuring } from '../collector/probes/system.ts';
import { Outbox } from '../collector/outbox/outbox.ts';
import type { CollectorState } from '../contract/collector.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import { normalizeHostname } from '../contract/hostname.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings, SourceConfig } from '../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../contract/tables.ts';
import { isConnected } from '../platform/aws/config.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import type { DynamoClients } from '../platform/aws/dynamo-client.ts';
import type { Logger } from '../platform/log/log.ts';
import { CollectorLocks, type CollectorMode } from './collector-locks.ts';

/** What the collector runs with, and whom it reports to. */
export interface CollectorSupervisorOptions {
  dataDir: string;
  version: string;
  clock: Clock;
  logger: Logger;
  settings: Settings;
  mode: CollectorMode;
  /** Which machine is collected; this one as a whole unless said otherwise. */
  measuring?: Measuring | undefined;
  /**
   * Lays what else this machine says, such as a Python daemon's file, below the settings, whenever the collector
   * starts.
   */
  adjust?: (settings: Settings) => Promise<Settings>;
  /** Opens clients for the source to upload to. */
  connect: (source: SourceConfig) => Promise<DynamoClients>;
  onSample: (sourceId: string, sample: Sample, facts: HostFacts) => void;
  onChange: (state: CollectorState) => void;
}

/** Owns this machine's collector as the settings want it: built on first use, rebuilt when they change. */
export class CollectorSupervisor {
  readonly #options: CollectorSupervisorOptions;
  #settings: Settings;
  #collector: Collector | null = null;
  /** Of the collector while there is one. */
  #hostname: string | null = null;
  #running = false;
  #locks: CollectorLocks | null = null;
  #starting: Promise<void> | null = null;
  #refusal: AppError | null = null;

  constructor(options: CollectorSupervisorOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  /** The name that the collector reports under: a system that is renamed meanwhile does not rename what runs. */
  get hostname(): string {
    return this.#hostname ?? this.#configuredHostname();
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
      uploads: this.source !== null,
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
   * Samples every minute from now on. Where another process collects this machine or into this data directory already,
   * or the files cannot be opened, says so in `state().error` and does not.
   */
  run(): Promise<void> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  /** Stores one sample of now (CPU over at least a second) and returns it. */
  sampleOnce(signal?: AbortSignal): Promise<Sample> {
    return this.#open().sampleOnce(signal);
  }

  /** Uploads what is pending. Throws `AppFailure` where that is impossible. */
  flush(signal?: AbortSignal): Promise<FlushReport> {
    return this.#open().flush(signal);
  }

  /** The credentials of its source have changed. */
  reconnect(): void {
    this.#collector?.reconnect();
  }

  /** Takes over new settings; a running collector continues with them, or stops. */
  async configure(settings: Settings): Promise<void> {
    await this.close();
    this.#settings = settings;
    if (settings.collector.enabled) await this.run();
    else this.#options.onChange(this.state());
  }

  async close(): Promise<void> {
    // What is just starting is closed too, once it has started.
    await this.#starting?.catch(() => undefined);
    const collector = this.#collector;
    this.#collector = null;
    this.#hostname = null;
    this.#running = false;
    this.#refusal = null;
    await collector?.close();
    await this.#locks?.release();
    this.#locks = null;
  }

  async #start(): Promise<void> {
    if (this.#running) return;
    const { adjust, clock, dataDir, logger, mode, version } = this.#options;
    try {
      const result = await CollectorLocks.acquire(
        {
          pid: process.pid,
          since: Math.floor(nowSeconds(clock)),
          program: `py-perf-desktop/${version}`,
          dataDir,
          mode,
        },
        logger,
      );
      this.#refusal = 'refusal' in result ? result.refusal : null;
      if ('locks' in result) {
        this.#locks = result.locks;
        if (adjust !== undefined) this.#settings = await adjust(this.#settings);
        this.#open().start();
        this.#running = true;
      }
    } catch (error) {
      await this.#locks?.release();
      this.#locks = null;
      if (!(error instanceof AppFailure)) throw error;
      this.#refusal = error.error;
    }
    this.#options.onChange(this.state());
  }

  /** A lock whose file went with its directory would keep no other collector out. */
  #followLocks(): void {
    const { logger } = this.#options;
    try {
      const refusal = this.#locks?.follow() ?? null;
      if (refusal === null) return;
      logger.error('another collector has taken this data directory', { who: refusal.message });
    } catch (error) {
      logger.error('the lock of the data directory is gone, and cannot be taken anew', {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  #open(): Collector {
    if (this.#collector !== null) return this.#collector;
    const { clock, connect, dataDir, measuring, logger, version, onSample, onChange } =
      this.#options;
    const source = this.source;
    const { sourceId, createTables, tableFormat, processNames, without, registryEveryMinutes } =
      this.#settings.collector;
    const hostname = this.#configuredHostname();
    this.#collector = new Collector({
      outboxPath: join(dataDir, 'outbox.db'),
      clock,
      logger,
      hostname,
      tables: source?.tables ?? DEFAULT_TABLE_NAMES,
      createTables,
      tableFormat,
      processNames,
      registryEveryMinutes,
      measuring: { metricsFolder: metricsFolderOf(dataDir), ...measuring, without },
      connect: source === null ? null : () => connect(source),
      onSample: (sample, facts) => {
        this.#followLocks();
        onSample(sourceId, sample, facts);
      },
      onChange: () => {
        onChange(this.state());
      },
      version,
    });
    this.#hostname = hostname;
    return this.#collector;
  }

  #configuredHostname(): string {
    return normalizeHostname(this.#settings.collector.hostname ?? systemHostname());
  }

  /** The source to upload to, or null where samples stay on this machine. */
  get source(): SourceConfig | null {
    const source = this.#settings.sources.find(({ id }) => id === this.sourceId);
    return source !== undefined && isConnected(source) ? source : null;
  }
}
