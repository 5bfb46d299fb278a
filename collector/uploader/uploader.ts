import { isDeepStrictEqual } from 'node:util';
import { encodeV2Item } from '../../contract/records.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import type { TableFormat } from '../../contract/settings.ts';
import type { TableNames } from '../../contract/tables.ts';
import { safeText } from '../../contract/safe-text.ts';
import { AppFailure } from '../../contract/errors.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import type { Logger } from '../../platform/log/log.ts';
import { uploadLegacyBatch } from './legacy-upload.ts';
import { damaged } from '../outbox/outbox-file.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { writeRegistryRow } from './registry-row.ts';
import { ensureTables, requireLayout, wrongTable } from './tables.ts';
import { writeV2Batch } from './v2-batch.ts';

/** The most items in one BatchWriteItem. */
const BATCH = 25;

/** What is uploaded, and where to. */
export interface UploaderOptions {
  connect: () => Promise<DynamoClients>;
  tables: TableNames;
  createTables: boolean;
  /** The layout to write. */
  format?: TableFormat | undefined;
  /** Minutes between two writes of the registry row; 1 by default. */
  registryEveryMinutes?: number | undefined;
  outbox: Outbox;
  logger: Logger;
  clock: Clock;
}

/** Drains the outbox into DynamoDB. */
export class Uploader {
  /** Why the last `drain` could not update the registry, or null. */
  registryFailure: AppFailure | null = null;
  readonly #options: UploaderOptions;
  #clients: Promise<DynamoClients> | null = null;
  #tablesEnsured = false;
  #layoutChecked = false;
  /** The newest minute (Unix seconds) written to the registry. */
  #registered = 0;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /**
   * Uploads all pending samples, newest first, and the registry row. Returns how many. Throws `AppFailure`. A registry
   * that cannot be written blocks no sample and is reported in `registryFailure`.
   */
  async drain(facts: HostFacts, signal?: AbortSignal): Promise<number> {
    const { outbox } = this.#options;
    this.registryFailure = null;
    const clients = await this.#connect();
    let uploaded = 0;
    let told = 0;
    const sent: Sent = new Map();
    for (;;) {
      const batch = this.#nextBatch();
      const [newest] = batch;
      if (newest === undefined) return uploaded;
      requireProgress(batch, sent);
      await this.#requireLayout(clients, batch, signal);
      const accepted = await this.#writeOrReject(clients, batch, signal);
      outbox.acknowledge(accepted);
      // The registry row has the newest sample; an older batch changes nothing there.
      if (newest.minute > told && this.#isRegistryDue(newest.minute))
        await this.#register(clients, newest, facts, signal);
      told = Math.max(told, newest.minute);
      uploaded += accepted.length;
    }
  }

  /** Closes the connection; the next upload opens a new one. */
  close(): void {
    const clients = this.#clients;
    this.#clients = null;
    this.#layoutChecked = false;
    clients?.then(
      (opened) => {
        opened.destroy();
      },
      // Callers that await the connection get the reason.
      () => undefined,
    );
  }

  /** The newest samples, newest first; before them, a batch whose arrival is unknown. */
  #nextBatch(): Sample[] {
    const { format, outbox } = this.#options;
    const newest = outbox.newest(BATCH);
    if (format !== 'legacy') return newest;
    // A legacy batch names one host for all its samples; after a renaming the outbox has samples of two.
    const ofOneHost = newest.filter(({ hostname }) => hostname === newest[0]?.hostname);
    return outbox.underWay()?.samples ?? ofOneHost;
  }

  async #connect(): Promise<DynamoClients> {
    const { createTables, tables, format } = this.#options;
    this.#clients ??= this.#open();
    const clients = await this.#clients;
    if (createTables && !this.#tablesEnsured) {
      await ensureTables(clients.base, tables, format);
      this.#tablesEnsured = true;
    }
    return clients;
  }

  /** If this fails, the next upload retries it. */
  async #open(): Promise<DynamoClients> {
    try {
      return await this.#options.connect();
    } catch (error) {
      this.#clients = null;
      throw error;
    }
  }

  /**
   * One invalid item fails its whole batch, so then each item is sent alone. Refused items are set aside only if the
   * table accepted another one: a table that accepts none is itself at fault, and all items wait. Returns the accepted
   * ones.
   */
  async #writeOrReject(
    clients: DynamoClients,
    batch: Sample[],
    signal?: AbortSignal,
  ): Promise<Sample[]> {
    const whole = await this.#tryWriting(clients, batch, signal);
    if (whole === null) return batch;
    const accepted: Sample[] = [];
    const refused: { sample: Sample; reason: string }[] = [];
    for (const sample of batch) {
      const reason = batch.length === 1 ? whole : await this.#tryWriting(clients, [sample], signal);
      if (reason === null) {
        this.#options.outbox.acknowledge([sample]);
        accepted.push(sample);
      } else refused.push({ sample, reason });
    }
    if (accepted.length === 0) {
      this.#layoutChecked = false;
      await this.#requireLayout(clients, batch, signal);
      const { format = 'v2', tables } = this.#options;
      const table = format === 'legacy' ? tables.legacy : tables.system;
      throw wrongTable(`The table ${table} accepts no sample: ${safeText(whole, 300)}`);
    }
    for (const { sample, reason } of refused) {
      const { minute } = sample;
      this.#options.logger.error('DynamoDB refused a sample; it was set aside', { minute, reason });
      this.#options.outbox.reject(sample, reason);
    }
    return accepted;
  }

  /**
   * Null if all were written, else what DynamoDB says about an invalid one. Throws `AppFailure` for any other error.
   */
  async #tryWriting(
    clients: DynamoClients,
    samples: Sample[],
    signal?: AbortSignal,
  ): Promise<string | null> {
    try {
      await this.#writeBatch(clients, samples, signal);
      return null;
    } catch (error) {
      const invalid = validationMessage(error);
      if (invalid === null) throw error;
      return invalid;
    }
  }

  /** Once per connection, before anything counts as uploaded. */
  async #requireLayout(
    clients: DynamoClients,
    batch: readonly Sample[],
    signal?: AbortSignal,
  ): Promise<void> {
    const [sample] = batch;
    if (this.#layoutChecked || sample === undefined) return;
    const { format = 'v2', tables } = this.#options;
    await requireLayout(clients.base, { tables, format, item: encodeV2Item(sample), signal });
    this.#layoutChecked = true;
  }

  async #writeBatch(
    clients: DynamoClients,
    samples: Sample[],
    signal?: AbortSignal,
  ): Promise<void> {
    const { tables, clock, format } = this.#options;
    if (format === 'legacy') {
      await uploadLegacyBatch(samples, {
        document: clients.document,
        table: tables.legacy,
        uploadedAt: this.#begin(samples),
        signal,
      });
      return;
    }
    await writeV2Batch(samples, {
      document: clients.document,
      table: tables.system,
      clock,
      signal,
      onWritten: (written) => {
        this.#options.outbox.acknowledge(written);
      },
    });
  }

  /** The upload time of a batch: a repeated one keeps that of its first attempt. */
  #begin(samples: Sample[]): number {
    const { clock, outbox } = this.#options;
    const underWay = outbox.underWay();
    if (underWay !== null && isDeepStrictEqual(underWay.samples, samples))
      return underWay.uploadedAt;
    const uploadedAt = clock.now() / 1000;
    outbox.begin({ uploadedAt, samples });
    return uploadedAt;
  }

  /** The first upload of a process writes the registry at once; so does one after the clock was set back. */
  #isRegistryDue(minute: number): boolean {
    const { registryEveryMinutes = 1 } = this.#options;
    const since = minute - this.#registered;
    return since < 0 || since >= registryEveryMinutes * MINUTE_S;
  }

  async #register(
    clients: DynamoClients,
    sample: Sample,
    facts: HostFacts,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      const { tables, clock } = this.#options;
      await writeRegistryRow(clients.document, {
        table: tables.registry,
        sample,
        facts,
        now: nowSeconds(clock),
        signal,
      });
      this.#registered = sample.minute;
    } catch (error) {
      if (!(error instanceof AppFailure) || error.error.code === 'aborted') throw error;
      this.registryFailure = error;
    }
  }
}

/** DynamoDB's message about an invalid item, or null for another error. */
function validationMessage(error: unknown): string | null {
  const cause = error instanceof AppFailure ? error.cause : error;
  return cause instanceof Error && cause.name === 'ValidationException' ? cause.message : null;
}

/** What one drain has taken out of the outbox, by host and minute, and how often. */
type Sent = Map<string, number>;

/** How often one host and minute may appear in one drain: it may be replaced meanwhile. */
const MOST_TIMES = 3;

/**
 * Throws `AppFailure` (`outbox-damaged`) if the outbox keeps returning acknowledged samples: the drain would write to
 * DynamoDB for ever.
 */
function requireProgress(batch: readonly Sample[], sent: Sent): void {
  for (const { hostname, minute } of batch) {
    const key = JSON.stringify([hostname, minute]);
    const times = (sent.get(key) ?? 0) + 1;
    sent.set(key, times);
    if (times > MOST_TIMES) throw damaged(`${key} came up ${String(times)} times`);
  }
}
