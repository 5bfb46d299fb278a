import type { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppFailure, type ErrorCode } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import type { Clock } from '../../platform/clock.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { ensureDataDir } from '../../platform/fs/data-dir.ts';
import type { FileUse } from '../../platform/sqlite/file-use.ts';
import { PlacedFile } from '../../platform/fs/placed-file.ts';
import { trustedNow, type NamedTexts } from '../../platform/sqlite/trusted-now.ts';
import { transaction } from '../../platform/sqlite/database.ts';
import { readNotes, writeNotes, type CollectorNotes } from './notes.ts';
import { checkStructure, openOutboxFile, outboxFailure } from './outbox-file.ts';
import {
  countRows,
  deleteExpired,
  deleteRows,
  insertMissing,
  keyOf,
  moveToRejected,
  newestRows,
  replaceSample,
  storedText,
  type Row,
} from './outbox-rows.ts';
import { legacyBatchSchema, parseJson, parseStoredSample } from './stored-sample.ts';

/** A batch of the legacy layout. Its key comes from `uploadedAt`, in Unix seconds with a fraction. */
export interface LegacyBatch {
  uploadedAt: number;
  samples: Sample[];
}

/** The note that holds the current batch. */
const UNDER_WAY = 'legacyBatch';
/** The note that holds the state of the clock guard. */
const CLOCK: NamedTexts = { table: 'note', key: 'name', name: 'clock' };

/** Why a row that is not a sample was set aside. */
const UNREADABLE = 'unreadable: the file was damaged';

/**
 * Disk failures are no reason to send acknowledged samples again: their rows are deleted once the disk can be written.
 */
const PASSING: ReadonlySet<ErrorCode> = new Set(['disk-full', 'store-busy', 'unavailable']);

/** The most samples that wait in memory while the disk refuses them: an hour. */
const MOST_UNKEPT = 60;

/**
 * Samples that DynamoDB has not acknowledged. They are on disk before they count as taken. Methods throw `AppFailure`.
 * Rows are parsed one by one: an invalid row is set aside and blocks no other.
 */
export class Outbox {
  readonly #path: string;
  #db: DatabaseSync;
  #file: PlacedFile;
  readonly #use: FileUse | null;
  readonly #clock: Clock;
  /** The text of each sample that was read: a row is deleted only if key and text still match. */
  readonly #texts = new WeakMap<Sample, string>();
  /** Texts, by key, of rows to delete once the disk can be written. */
  readonly #settled = new Map<string, string>();
  /** Samples that the disk refused, oldest first. */
  #unkept: Sample[] = [];
  /** The current batch, if the disk refused it. */
  #begun: LegacyBatch | null = null;

  /** `use` is released with the outbox. Throws `AppFailure`. */
  constructor(path: string, clock: Clock, use: FileUse | null = null) {
    this.#path = path;
    this.#use = use;
    this.#db = openOutboxFile(path);
    this.#file = new PlacedFile(path);
    this.#clock = clock;
  }

  /**
   * If the file was moved, replaced, or removed with its directory, continues in the file that is there now, or in a
   * new one, with all waiting samples. Returns whether it did. Throws `AppFailure` if no file can be opened there;
   * waiting samples stay.
   */
  followFile(): boolean {
    if (this.#file.isInPlace()) return false;
    const waiting = this.#rescued();
    const before = this.#db;
    ensureDataDir(dirname(this.#path));
    this.#db = openOutboxFile(this.#path);
    this.#file = new PlacedFile(this.#path);
    before.close();
    this.#use?.renew();
    this.restore(waiting);
    return true;
  }

  /** Waiting samples, as far as they can be read from a file that another process may have damaged. */
  #rescued(): Sample[] {
    try {
      return this.newest(Infinity);
    } catch {
      return [...this.#unkept];
    }
  }

  /** Throws `AppFailure` (`outbox-damaged`) if the file is damaged. */
  check(): void {
    this.#run(() => {
      checkStructure(this.#db);
    });
  }

  /** Restores samples saved from another file. Samples that are already here stay. */
  restore(samples: readonly Sample[]): void {
    this.#run(() => {
      insertMissing(this.#db, samples);
    });
  }

  /**
   * Stores a sample durably. A second one for the same host and minute replaces it, as in DynamoDB. If the disk refuses
   * it, it waits in memory and is still uploaded: a full disk must not make a host look offline.
   */
  append(sample: Sample): void {
    try {
      this.#store(sample);
    } catch (error) {
      this.#unkept = [...this.#unkept.filter((kept) => keyOf(kept) !== keyOf(sample)), sample];
      this.#unkept = this.#unkept.slice(-MOST_UNKEPT);
      throw error;
    }
    if (this.#unkept.length > 0) this.restore(this.#unkept);
    this.#unkept = [];
  }

  #store(sample: Sample): void {
    this.#run(() => {
      replaceSample(this.#db, sample);
      this.#expire();
    });
  }

  /**
   * The newest `limit` samples, newest first, without those that DynamoDB would have expired. Invalid rows found on the
   * way are set aside.
   */
  newest(limit: number): Sample[] {
    return this.#run(() => {
      const found = this.#unkept.slice(-limit).reverse();
      const inMemory = new Set(found.map(keyOf));
      const unreadable: Row[] = [];
      for (const row of newestRows(this.#db, nowSeconds(this.#clock))) {
        if (found.length === limit) break;
        if (inMemory.has(keyOf(row))) continue;
        const text = String(row['sample']);
        if (this.#settled.get(keyOf(row)) === text) continue;
        const sample = parseStoredSample(text);
        if (sample === null || keyOf(sample) !== keyOf(row)) unreadable.push(row);
        else {
          this.#texts.set(sample, text);
          found.push(sample);
        }
      }
      for (const row of unreadable) this.#setAside(row, UNREADABLE);
      return found;
    });
  }

  /**
   * Deletes samples that DynamoDB has acknowledged, and with them the current batch. A sample that was replaced
   * meanwhile stays. If the disk cannot be written now, this process does not return them again.
   */
  acknowledge(samples: readonly Sample[]): void {
    for (const sample of samples) this.#settled.set(keyOf(sample), this.#textOf(sample));
    const done = new Set(samples);
    this.#unkept = this.#unkept.filter((sample) => !done.has(sample));
    this.#begun = null;
    this.#unlessPassing(() => {
      this.#forgetSettled();
    });
  }

  /**
   * Records a batch whose upload begins. If its answer is lost, the same batch must be sent again under the same key.
   */
  begin(batch: LegacyBatch): void {
    const isKept = this.#unlessPassing(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)')
        .run(UNDER_WAY, JSON.stringify(batch));
    });
    this.#begun = isKept ? null : batch;
  }

  /** The batch whose upload began and was not acknowledged; null if there is none, or if samples of it are missing. */
  underWay(): LegacyBatch | null {
    if (this.#begun !== null) return this.#begun;
    return this.#run(() => {
      const row = this.#db.prepare('SELECT value FROM note WHERE name = ?').get(UNDER_WAY);
      const batch = legacyBatchSchema.safeParse(parseJson(row?.['value']));
      if (!batch.success) return null;
      const samples = batch.data.samples.map((sample) => this.#storedAs(sample));
      return samples.every((sample) => sample !== null)
        ? { uploadedAt: batch.data.uploadedAt, samples }
        : null;
    });
  }

  /** Takes a sample that DynamoDB will never accept out of the queue, and keeps it with the reason. */
  reject(sample: Sample, reason: string): void {
    this.#run(() => {
      this.#setAside({ hostname: sample.hostname, minute: sample.minute }, reason);
    });
  }

  /** Stores the given notes and keeps the others. */
  note(notes: CollectorNotes): void {
    this.#run(() => {
      writeNotes(this.#db, notes);
    });
  }

  /** The valid notes. */
  notes(): CollectorNotes {
    return this.#run(() => readNotes(this.#db));
  }

  /** The number of samples waiting to be uploaded. */
  count(): number {
    return Math.max(0, this.#countOf('outbox') - this.#settled.size) + this.#unkept.length;
  }

  rejectedCount(): number {
    return this.#countOf('rejected');
  }

  close(): void {
    this.#db.close();
    this.#use?.end();
  }

  /**
   * Deletes what DynamoDB would have expired, which bounds the outbox with or without AWS. Not while the clock has just
   * leapt ahead: these samples exist nowhere else.
   */
  #expire(): void {
    deleteExpired(this.#db, trustedNow(this.#db, CLOCK, nowSeconds(this.#clock)));
  }

  #forgetSettled(): void {
    transaction(this.#db, () => {
      deleteRows(this.#db, this.#settled);
      this.#db.prepare('DELETE FROM note WHERE name = ?').run(UNDER_WAY);
    });
    this.#settled.clear();
  }

  /** Moves a row to the rejected ones. If the disk refuses that, the row is skipped until it succeeds. */
  #setAside(row: Row, reason: string): void {
    this.#unlessPassing(() => {
      moveToRejected(this.#db, row, reason);
    });
  }

  #storedAs(sample: Sample): Sample | null {
    const text = storedText(this.#db, sample);
    if (typeof text !== 'string' || !isDeepStrictEqual(parseStoredSample(text), sample))
      return null;
    this.#texts.set(sample, text);
    return sample;
  }

  #textOf(sample: Sample): string {
    return this.#texts.get(sample) ?? JSON.stringify(sample);
  }

  #countOf(table: 'outbox' | 'rejected'): number {
    return this.#run(() => countRows(this.#db, table, nowSeconds(this.#clock)));
  }

  /** Runs a write that may also be done later; returns whether the disk accepted it now. */
  #unlessPassing(work: () => void): boolean {
    try {
      this.#run(work);
      return true;
    } catch (error) {
      if (!(error instanceof AppFailure) || !PASSING.has(error.error.code)) throw error;
      return false;
    }
  }

  #run<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw outboxFailure(error);
    }
  }
}
