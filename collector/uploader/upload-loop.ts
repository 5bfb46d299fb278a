import type { HostFacts } from '../../contract/sample.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { Backoff } from '../schedule.ts';
import type { Uploader } from './uploader.ts';

/** Samples sent by a flush, and samples still waiting. */
export interface FlushReport {
  uploaded: number;
  pending: number;
}

/** What background uploads need. */
export interface UploadLoopOptions {
  /** Null without AWS: nothing is uploaded then. */
  uploader: Uploader | null;
  outbox: Outbox;
  clock: Clock;
  logger: Logger;
  facts: () => Promise<HostFacts>;
  /** Runs a step whose failure is shown and logged but does not end the collector. */
  guard: (step: () => Promise<void>) => Promise<void>;
  /** Called after each upload with its time, Unix seconds. */
  onUploaded: (at: number) => void;
}

/** Milliseconds for the last upload on close: quitting takes under 2 s, and the store must still be closed. */
const LAST_UPLOAD_MS = 600;

/**
 * Uploads what is waiting in the outbox: one upload at a time, with backoff after failures and a short last one at the
 * end.
 */
export class UploadLoop {
  readonly #options: UploadLoopOptions;
  /** Aborts uploads; they may outlive sampling by `LAST_UPLOAD_MS`. */
  readonly #cut = new AbortController();
  readonly #backoff = new Backoff();
  #flushing: Promise<FlushReport> | null = null;
  #lastUploadAt: number | null = null;

  constructor(options: UploadLoopOptions) {
    this.#options = options;
  }

  /** The time of this process' last upload, Unix seconds. */
  get lastUploadAt(): number | null {
    return this.#lastUploadAt;
  }

  /** Uploads all that is pending, or joins the upload under way. Throws `AppFailure`. */
  flush(signal?: AbortSignal): Promise<FlushReport> {
    this.#flushing ??= this.#flush(signal).finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  /** In the background: a slow upload must not delay the next minute. */
  upload(): void {
    const { uploader, clock, outbox, guard } = this.#options;
    if (uploader === null || this.#backoff.holds(clock.now())) return;
    void guard(async () => {
      if (outbox.count() === 0) return;
      try {
        await this.flush(this.#cut.signal);
        this.#backoff.reset();
      } catch (error) {
        // If only the registry cannot be written, the next sample is not held back.
        if (error !== uploader.registryFailure) this.#backoff.failed(clock.now());
        throw error;
      }
    });
  }

  /** Reconnects for the next upload, without backoff. */
  reconnect(): void {
    this.#options.uploader?.close();
    this.#backoff.reset();
  }

  /**
   * Ends uploads, but waits for one that answers at once. `isRunning`: samples were taken, so a last upload is started.
   * A source that has just failed is not waited for.
   */
  async end(isRunning: boolean): Promise<void> {
    try {
      await this.#lastUpload(isRunning);
    } finally {
      this.#options.uploader?.close();
    }
  }

  async #lastUpload(isRunning: boolean): Promise<void> {
    const { uploader, clock, logger, outbox } = this.#options;
    const waits = isRunning && !this.#backoff.failing && outbox.count() > 0;
    if (!waits) this.#cut.abort();
    else if (uploader !== null) void this.flush(this.#cut.signal).catch(() => undefined);
    const done = new AbortController();
    clock.sleep(LAST_UPLOAD_MS, done.signal).then(
      () => {
        this.#cut.abort();
      },
      () => undefined,
    );
    await this.#flushing?.catch((error: unknown) => {
      logger.info('the last upload was left to the next start', { reason: String(error) });
    });
    done.abort();
  }

  async #flush(signal?: AbortSignal): Promise<FlushReport> {
    const { uploader, outbox, clock, facts, onUploaded } = this.#options;
    if (uploader === null) return { uploaded: 0, pending: outbox.count() };
    const uploaded = await uploader.drain(await facts(), signal);
    this.#lastUploadAt = clock.now() / 1000;
    onUploaded(this.#lastUploadAt);
    if (uploader.registryFailure !== null) throw uploader.registryFailure;
    return { uploaded, pending: outbox.count() };
  }
}
