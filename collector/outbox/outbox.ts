import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppFailure, type ErrorCode } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import { itemTtl } from '../../contract/records.ts';
import type { Clock } from '../../platform/clock.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { ensureDataDir } from '../../platform/fs/data-dir.ts';
import type { FileUse } from '../../platform/sqlite/file-use.ts';
import { PlacedFile } from '../../platform/fs/placed-file.ts';
import { trustedNow, type NamedTexts } from '../../platform/sqlite/trusted-now.ts';
import { transaction } from '../../platform/sqlite/database.ts';
import { readNotes, writeNotes, type CollectorNotes } from './notes.ts';
import { checkStructure, openOutboxFile, outboxFailure } from './outbox-file.ts';
import { legacyBatchSchema, parseJson, parseStoredSample } from './stored-sample.ts';

/** A batch of the legacy layout; `uploadedAt`, Unix seconds with the fraction, is what its key is made of. */
export interface LegacyBatch {
  uploadedAt: number;
  samples: Sample[];
}

/** The note that holds the batch under way. */
const UNDER_WAY = 'legacyBatch';
/** The note that holds what is remembered of the clock. */
const CLOCK: NamedTexts = { table: 'note', key: 'name', name: 'clock' };

/** Why a row was set aside that is no sample. */
const UNREADABLE = 'it cannot be read: the file was damaged';

/**
 * Failures of the disk that are no reason to send again what DynamoDB has: it is forgotten as soon as the disk takes
 * it.
 */
const PASSING: ReadonlySet<ErrorCode> = new Set(['disk-full', 'store-busy', 'unavailable']);

/** Samples that wait in memory where the disk takes none: an hour. */
const MOST_UNKEPT = 60;

/** A row as SQLite has it, its text not yet looked at. */
type Row = Record<string, SQLOutputValue>;

/**
 * Samples that DynamoDB has not acknowledged, on disk before they count as taken. Methods throw `AppFailure`. What is
 * read is parsed row by row: a row that is no sample any more is set aside, and blocks no other.
 */
export class Outbox {
  readonly #path: string;
  #db: DatabaseSync;
  #file: PlacedFile;
  readonly #use: FileUse | null;
  readonly #clock: Clock;
  /** The text of each sample that was given out: its row is deleted by it, and by its own key. */
  readonly #texts = new WeakMap<Sample, string>();
  /** Texts, by their keys, that are done with while the disk cannot be written. */
  readonly #settled = new Map<string, string>();
  /** Samples that the disk did not take, oldest first. */
  #unkept: Sample[] = [];
  /** The batch under way, where the disk did not take it. */
  #begun: LegacyBatch | null = null;

  /** `use` ends with the outbox. Throws `AppFailure`. */
  constructor(path: string, clock: Clock, use: FileUse | null = null) {
    this.#path = path;
    this.#use = use;
    this.#db = openOutboxFile(path);
    this.#file = new PlacedFile(path);
    this.#clock = clock;
  }

  /**
   * Where the file was moved away, replaced, or removed with its directory, goes on in the one that lies there now, or
   * in a new one, with all that waits. Answers whether it did. Throws `AppFailure` where no file can be opened there;
   * what waits stays.
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

  /** What waits, as far as it can be read of a file that another process may have taken apart. */
  #rescued(): Sample[] {
    try {
      return this.newest(Infinity);
    } catch {
      return [...this.#unkept];
    }
  }

  /** Throws `AppFailure` (`outbox-damaged`) where the file's structure is not sound. */
  check(): void {
    this.#run(() => {
      checkStructure(this.#db);
    });
  }

  /** Puts samples back that were saved from another file; what is here already stays as it is. */
  restore(samples: readonly Sample[]): void {
    this.#run(() => {
      const insert = this.#db.prepare(
        'INSERT OR IGNORE INTO outbox (hostname, minute, expires_at, sample) VALUES (?, ?, ?, ?)',
      );
      transaction(this.#db, () => {
        for (const sample of samples)
          insert.run(sample.hostname, sample.minute, itemTtl(sample), JSON.stringify(sample));
      });
    });
  }

  /**
   * Stores a sample durably. The same host and minute again replaces it, as it does in DynamoDB. Where the disk does
   * not take it, it waits in memory, to be uploaded all the same: a host must not read as offline because its disk is
   * full.
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
      this.#db
        .prepare(
          'INSERT OR REPLACE INTO outbox (hostname, minute, expires_at, sample) VALUES (?, ?, ?, ?)',
        )
        .run(sample.hostname, sample.minute, itemTtl(sample), JSON.stringify(sample));
      this.#expire();
    });
  }

  /**
   * The newest `limit` samples, newest first. What DynamoDB would have dropped by now is not among them. Rows on the
   * way that are no samples are set aside.
   */
  newest(limit: number): Sample[] {
    return this.#run(() => {
      const found = this.#unkept.slice(-limit).reverse();
      const inMemory = new Set(found.map(keyOf));
      const unreadable: Row[] = [];
      const select = this.#db.prepare(
        'SELECT hostname, minute, sample FROM outbox WHERE expires_at > ? ORDER BY minute DESC',
      );
      // A flipped bit may make a number that JavaScript has none for: it must not end the reading.
      select.setReadBigInts(true);
      for (const row of select.iterate(nowSeconds(this.#clock))) {
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
   * Forgets samples that DynamoDB has acknowledged, and with them the batch under way. A sample stays where it was
   * replaced meanwhile. Where the disk cannot be written now they are not given out again by this process.
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
   * Remembers a batch whose upload begins: where its answer is lost, the same batch must go again, under the same key.
   */
  begin(batch: LegacyBatch): void {
    const isKept = this.#unlessPassing(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)')
        .run(UNDER_WAY, JSON.stringify(batch));
    });
    this.#begun = isKept ? null : batch;
  }

  /** The batch whose upload began and was not acknowledged; null where there is none whose samples are all here. */
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

  /** Remembers what is given, and leaves the other notes as they are. */
  note(notes: CollectorNotes): void {
    this.#run(() => {
      writeNotes(this.#db, notes);
    });
  }

  /** The notes that make sense. */
  notes(): CollectorNotes {
    return this.#run(() => readNotes(this.#db));
  }

  /** Samples that wait to be uploaded. */
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
   * What DynamoDB would have dropped by now is dropped here too: this bounds the outbox, with AWS or without. By a
   * clock that has just leapt ahead nothing is: these samples are nowhere else.
   */
  #expire(): void {
    const time = trustedNow(this.#db, CLOCK, nowSeconds(this.#clock));
    this.#db.prepare('DELETE FROM outbox WHERE expires_at <= ?').run(time);
    this.#db.prepare('DELETE FROM rejected WHERE expires_at <= ?').run(time);
  }

  #forgetSettled(): void {
    const remove = this.#db.prepare(
      'DELETE FROM outbox WHERE hostname = ? AND minute = ? AND sample = ?',
    );
    transaction(this.#db, () => {
      for (const [key, text] of this.#settled) {
        const [hostname, minute] = JSON.parse(key) as [string, number];
        remove.run(hostname, minute, text);
      }
      this.#db.prepare('DELETE FROM note WHERE name = ?').run(UNDER_WAY);
    });
    this.#settled.clear();
  }

  /** Moves a row to those that are not uploaded. Where the disk does not take that, it is passed over until it does. */
  #setAside(row: Row, reason: string): void {
    const key = [row['hostname'] ?? null, row['minute'] ?? null];
    this.#unlessPassing(() => {
      transaction(this.#db, () => {
        this.#db
          .prepare(
            'INSERT OR REPLACE INTO rejected SELECT hostname, minute, expires_at, sample, ? FROM outbox WHERE hostname IS ? AND minute IS ?',
          )
          .run(reason, ...key);
        this.#db.prepare('DELETE FROM outbox WHERE hostname IS ? AND minute IS ?').run(...key);
      });
    });
  }

  #storedAs(sample: Sample): Sample | null {
    const row = this.#db
      .prepare('SELECT sample FROM outbox WHERE hostname = ? AND minute = ?')
      .get(sample.hostname, sample.minute);
    const text = row?.['sample'];
    if (typeof text !== 'string' || !isDeepStrictEqual(parseStoredSample(text), sample))
      return null;
    this.#texts.set(sample, text);
    return sample;
  }

  #textOf(sample: Sample): string {
    return this.#texts.get(sample) ?? JSON.stringify(sample);
  }

  #countOf(table: 'outbox' | 'rejected'): number {
    const query = `SELECT count(*) AS n FROM ${table} WHERE expires_at > ?`;
    return this.#run(() =>
      Number(this.#db.prepare(query).get(nowSeconds(this.#clock))?.['n'] ?? 0),
    );
  }

  /** Does what can be done later as well; returns whether the disk took it now. */
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

/** Identifies a row, as one text. */
function keyOf({ hostname, minute }: Pick<Sample, 'hostname' | 'minute'> | Row): string {
  return JSON.stringify([hostname, typeof minute === 'bigint' ? Number(minute) : minute]);
}
