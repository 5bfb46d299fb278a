import { hostname as systemHostname } from 'node:os';
import { join } from 'node:path';
import { createCollector, type Collector, type FlushReport } from '../collector/collector.ts';
import type { CollectorState } from '../contract/collector.ts';
import { normalizeHostname } from '../contract/hostname.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { Settings, SourceConfig } from '../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../contract/tables.ts';
import { isConnected } from '../platform/aws-config.ts';
import type { Clock } from '../platform/clock.ts';
import { createDynamoClients } from '../platform/dynamo-client.ts';
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
      error: null,
    };
    return {
      ...(this.#collector?.state() ?? idle),
      enabled,
      uploads: this.#target() !== null,
    };
  }

  /** Samples every minute from now on. */
  run(): void {
    if (this.#running) return;
    this.#open().start();
    this.#running = true;
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
    await collector?.close();
  }

  #open(): Collector {
    if (this.#collector !== null) return this.#collector;
    const { clock, dataDir, logger, version, onSample, onChange } = this.#options;
    const source = this.#target();
    const { sourceId, createTables } = this.#settings.collector;
    this.#collector = createCollector({
      outboxPath: join(dataDir, 'outbox.db'),
      clock,
      logger,
      hostname: this.hostname,
      tables: source?.tables ?? DEFAULT_TABLE_NAMES,
      createTables,
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
