import type { CollectorState } from '../contract/collector.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import type { TableFormat } from '../contract/settings.ts';
import type { TableNames } from '../contract/tables.ts';
import { minuteOf } from '../contract/time.ts';
import type { Clock } from '../platform/clock.ts';
import { databaseFailure } from '../platform/sqlite/database.ts';
import type { DynamoClients } from '../platform/aws/dynamo-client.ts';
import type { Logger } from '../platform/log/log.ts';
import { readHostFacts } from './facts.ts';
import { warnOfHostname } from './hostname-warnings.ts';
import { openOutbox } from './outbox/open-outbox.ts';
import type { CollectorNotes } from './outbox/notes.ts';
import type { Outbox } from './outbox/outbox.ts';
import { CUSTOM_METRICS } from './probes/custom/drop-folder.ts';
import { systemProbes, type Measuring } from './probes/system.ts';
import { Sampler } from './sampler.ts';
import { waitForNextSample } from './schedule.ts';
import { UploadLoop, type FlushReport } from './uploader/upload-loop.ts';
import { Uploader } from './uploader/uploader.ts';

/** The configuration of one collector. */
export interface CollectorOptions {
  /** Path of the outbox's SQLite file; its folder exists. */
  outboxPath: string;
  clock: Clock;
  logger: Logger;
  /** Normalized. */
  hostname: string;
  tables: TableNames;
  /** Whether to create missing tables before the first upload. */
  createTables: boolean;
  /** Null without AWS: samples then stay on this machine, in outbox and store. */
  connect: (() => Promise<DynamoClients>) | null;
  /** Called once the outbox holds a sample, and at start for each sample that it still holds. */
  onSample: (sample: Sample, facts: HostFacts) => void;
  onChange: () => void;
  /** Version of the application, for the `collector` attribute. */
  version: string;
  /** Whether samples name the busiest processes; true by default. */
  processNames?: boolean | undefined;
  /** Which machine is collected; by default this one as a whole. */
  measuring?: Measuring | undefined;
  /** The layout to upload in; `v2` by default. */
  tableFormat?: TableFormat | undefined;
  /** Minutes between two writes of the registry row; 1 by default. */
  registryEveryMinutes?: number | undefined;
}

/** Samples that are put into the store again at start. A crash can have kept only the last one from it. */
const REPLAYED = 60;
/** Milliseconds over which a single sample measures the CPU. */
const SINGLE_SAMPLE_WINDOW_MS = 1000;
/** The most reasons that are logged: more would say that whole files are wrong. */
const MOST_TOLD = 100;
type Part = 'sampling' | 'upload';

/**
 * Samples this machine once a minute, keeps every sample until DynamoDB has it, and uploads. The constructor opens the
 * outbox and throws `AppFailure`.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #outbox: Outbox;
  /** About a damaged outbox, for as long as this process runs. */
  readonly #notice: AppError | null;
  readonly #sampler: Sampler;
  /** Reasons already logged for left out custom metrics. */
  readonly #told = new Set<string>();
  readonly #uploads: UploadLoop;
  readonly #stop = new AbortController();
  #loop: Promise<void> | null = null;
  #facts: Promise<HostFacts> | null = null;
  #waiting: Pick<CollectorState, 'pending' | 'rejected'> = { pending: 0, rejected: 0 };
  #lastSample: Sample | null = null;
  /** Failures by the part that failed: success in one part says nothing about another. */
  readonly #errors: Record<Part, AppError | null> = { sampling: null, upload: null };

  constructor(options: CollectorOptions) {
    const { outboxPath, clock, logger, hostname, version } = options;
    this.#options = options;
    const { outbox, notice } = openOutbox(outboxPath, clock, logger);
    this.#outbox = outbox;
    this.#notice = notice;
    this.#sampler = new Sampler({
      clock,
      hostname,
      collector: `py-perf-desktop/${version}`,
      processNames: options.processNames ?? true,
      probes: systemProbes(options.measuring, (what, why) => {
        this.#leftOut(what, why);
      }),
      onProblem: (probe, problem) => {
        logger.info('a probe gave no value', { probe, problem });
      },
    });
    this.#uploads = new UploadLoop({
      uploader: uploaderOf(options, outbox),
      outbox,
      clock,
      logger,
      facts: () => this.#hostFacts(),
      guard: (step) => this.#guarded('upload', step),
      onUploaded: (lastUploadAt) => {
        this.#note({ lastUploadAt });
        options.onChange();
      },
    });
  }

  /** Starts sampling and uploading; a second call changes nothing. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /** Takes and stores one sample now, with CPU measured over at least a second. Throws `AppFailure`. */
  async sampleOnce(signal?: AbortSignal): Promise<Sample> {
    await this.#replay();
    await this.#sampler.prime(signal);
    await this.#options.clock.sleep(SINGLE_SAMPLE_WINDOW_MS, signal);
    return this.#sample(signal);
  }

  /** Uploads all that is pending. Throws `AppFailure`, also if only the registry fails. Unacknowledged samples stay. */
  flush(signal?: AbortSignal): Promise<FlushReport> {
    return this.#uploads.flush(signal);
  }

  /** Reconnects for the next upload, without backoff: the credentials have changed. */
  reconnect(): void {
    this.#uploads.reconnect();
    if (this.#loop !== null) this.#uploads.upload();
  }

  /** Its current activity and what is waiting. */
  state(): Omit<CollectorState, 'enabled' | 'uploads'> {
    return {
      running: this.#loop !== null && !this.#stop.signal.aborted,
      hostname: this.#options.hostname,
      lastSample: this.#lastSample,
      lastUploadAt: this.#uploads.lastUploadAt,
      ...this.#countWaiting(),
      error: this.#error(),
    };
  }

  /** The last count if the outbox cannot be read: the writer reports that error, and the caller wants the rest too. */
  #countWaiting(): Pick<CollectorState, 'pending' | 'rejected'> {
    try {
      this.#waiting = { pending: this.#outbox.count(), rejected: this.#outbox.rejectedCount() };
    } catch (error) {
      this.#options.logger.debug('the outbox could not be counted', { reason: String(error) });
    }
    return this.#waiting;
  }

  /**
   * Stops sampling, uploads what is waiting if DynamoDB answers at once, and closes the outbox, which keeps the rest.
   */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await this.#guarded('upload', () => this.#uploads.end(this.#loop !== null));
    this.#outbox.close();
  }

  /** Stores samples that were durable but not yet in the store when the process died. */
  async #replay(): Promise<void> {
    const facts = await this.#hostFacts();
    for (const sample of this.#outbox.newest(REPLAYED).reverse())
      this.#options.onSample(sample, facts);
  }

  async #run(): Promise<void> {
    const { clock, hostname } = this.#options;
    const { signal } = this.#stop;
    await this.#guarded('sampling', async () => {
      this.#noticeHostname();
      await this.#replay();
    });
    await this.#guarded('sampling', () => this.#sampler.prime(signal));
    await this.#guarded('sampling', () => this.#first());
    while (!signal.aborted) {
      // Even if storing failed: a store that cannot be written must not keep a sample from the fleet.
      this.#uploads.upload();
      await this.#guarded('sampling', async () => {
        await waitForNextSample(clock, hostname, signal);
        await this.#sample(signal);
      });
    }
  }

  /** A user who has just ticked the box sees this machine after a second, not a minute. */
  async #first(): Promise<void> {
    const { clock } = this.#options;
    await clock.sleep(SINGLE_SAMPLE_WINDOW_MS, this.#stop.signal);
    // After a restart within the minute, its sample may be a whole minute's mean; one second's would be worse.
    const isSampled = this.#outbox.notes().lastSample?.minute === minuteOf(clock.now() / 1000);
    if (!isSampled) await this.#sample(this.#stop.signal);
  }

  async #sample(signal?: AbortSignal): Promise<Sample> {
    const sample = await this.#sampler.sample(signal);
    // An aborted sample lacks whatever had not answered.
    signal?.throwIfAborted();
    const facts = await this.#hostFacts();
    this.#followFile();
    this.#outbox.append(sample);
    this.#lastSample = sample;
    this.#note({ lastSample: sample });
    this.#options.onSample(sample, facts);
    this.#options.onChange();
    return sample;
  }

  /** Samples written to a file that was moved away, or deleted with its directory, would be lost. */
  #followFile(): void {
    try {
      if (!this.#outbox.followFile()) return;
      const hint = 'Leave the data directory in its place while a collector runs.';
      this.#options.logger.error(
        'the outbox was moved away or removed; it continues in a new file',
        {
          path: this.#options.outboxPath,
          hint,
        },
      );
      this.#noticeHostname();
    } catch (error) {
      this.#options.logger.error(
        'the outbox was moved away or removed, and cannot be created again',
        {
          path: this.#options.outboxPath,
          reason: error instanceof Error ? error.message : String(error),
        },
      );
    }
  }

  #hostFacts(): Promise<HostFacts> {
    this.#facts ??= readHostFacts(this.#options.version, this.#options.measuring);
    return this.#facts;
  }

  /** For `collect --status`. Must never cost a sample or an upload. */
  #note(notes: CollectorNotes): void {
    try {
      this.#outbox.note(notes);
    } catch (error) {
      this.#options.logger.debug('a note for the status failed', { reason: String(error) });
    }
  }

  /** Runs a step whose failure is shown and logged but does not end the collector. */
  async #guarded(part: Part, step: () => Promise<void>): Promise<void> {
    try {
      await step();
      if (this.#errors[part] !== null) this.#report(part, null);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#report(part, error instanceof AppFailure ? error.error : databaseFailure(error).error);
    }
  }

  /** Each reason is logged once, for people who put numbers into the drop folder. */
  #leftOut(what: string, why: string): void {
    if (what !== CUSTOM_METRICS || this.#told.has(why) || this.#told.size >= MOST_TOLD) return;
    this.#told.add(why);
    this.#options.logger.warn('a custom metric was left out', { why });
  }

  #noticeHostname(): void {
    const { hostname, logger } = this.#options;
    warnOfHostname(hostname, this.#outbox.notes().hostname, logger);
    this.#note({ hostname });
  }

  #error(): AppError | null {
    return this.#errors.sampling ?? this.#errors.upload ?? this.#notice;
  }

  #report(part: Part, error: AppError | null): void {
    this.#errors[part] = error;
    this.#note({ lastError: this.#error() });
    if (error !== null)
      this.#options.logger.warn(error.message, { code: error.code, hint: error.hint });
    this.#options.onChange();
  }
}

function uploaderOf(options: CollectorOptions, outbox: Outbox): Uploader | null {
  const { connect, tables, createTables, logger, clock } = options;
  const { tableFormat: format, registryEveryMinutes } = options;
  if (connect === null) return null;
  return new Uploader({
    connect,
    tables,
    createTables,
    outbox,
    logger,
    clock,
    format,
    registryEveryMinutes,
  });
}
