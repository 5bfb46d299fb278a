import type { DatabaseSync } from 'node:sqlite';
import { appFailure, type AppError, type AppFailure } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import { itemTtl } from '../../contract/records.ts';
import type { Clock } from '../../platform/clock.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { trustedNow, type NamedTexts } from '../../platform/sqlite/trusted-now.ts';
import {
  databaseFailure,
  openDatabase,
  transaction,
  type Migration,
} from '../../platform/sqlite/database.ts';

export const OUTBOX_MIGRATIONS: readonly Migration[] = [
  {
    id: 'collector/0001',
    sql: `
      CREATE TABLE outbox (
        hostname TEXT NOT NULL,
        minute INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        sample TEXT NOT NULL,
        PRIMARY KEY (hostname, minute)
      ) WITHOUT ROWID;
      CREATE INDEX outbox_minute ON outbox (minute);
    `,
  },
  {
    id: 'collector/0002',
    sql: `
      CREATE TABLE rejected (
        hostname TEXT NOT NULL,
        minute INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        sample TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (hostname, minute)
      ) WITHOUT ROWID;
    `,
  },
  {
    id: 'collector/0003',
    sql: 'CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;',
  },
];

/** A batch of the legacy layout; `uploadedAt`, Unix seconds with the fraction, is what its key is made of. */
export interface LegacyBatch {
  uploadedAt: number;
  samples: Sample[];
}

/** The note that holds the batch under way. */
const UNDER_WAY = 'legacyBatch';
/** The note that holds what is remembered of the clock. */
const CLOCK: NamedTexts = { table: 'note', key: 'name', name: 'clock' };

/** What a collector leaves for whoever asks after it from another process, and for its own next start. */
export interface CollectorNotes {
  hostname?: string;
  lastSample?: Sample;
  /** Unix seconds. */
  lastUploadAt?: number;
  lastError?: AppError | null;
}

/** Samples that DynamoDB has not acknowledged, on disk before they count as taken. Methods throw `AppFailure`. */
export class Outbox {
  readonly #db: DatabaseSync;
  readonly #clock: Clock;

  constructor(path: string, clock: Clock) {
    try {
      this.#db = openDatabase(path, { durability: 'full', migrations: OUTBOX_MIGRATIONS });
    } catch (error) {
      throw outboxFailure(error);
    }
    this.#clock = clock;
  }

  /** Throws `AppFailure` (`outbox-damaged`) where the file's structure is not sound. */
  check(): void {
    this.#run(() => {
      const [first] = this.#db.prepare('PRAGMA quick_check(1)').all();
      if (first?.['quick_check'] !== 'ok') throw damaged(first?.['quick_check']);
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

  /** Stores a sample durably. The same host and minute again replaces it, as it does in DynamoDB. */
  append(sample: Sample): void {
    this.#run(() => {
      this.#db
        .prepare(
          'INSERT OR REPLACE INTO outbox (hostname, minute, expires_at, sample) VALUES (?, ?, ?, ?)',
        )
        .run(sample.hostname, sample.minute, itemTtl(sample), JSON.stringify(sample));
      this.#expire();
    });
  }

  /** The newest `limit` samples, newest first. What DynamoDB would have dropped by now is not among them. */
  newest(limit: number): Sample[] {
    return this.#run(() =>
      this.#db
        .prepare('SELECT sample FROM outbox WHERE expires_at > ? ORDER BY minute DESC LIMIT ?')
        .all(nowSeconds(this.#clock), limit)
        .map(parseSample),
    );
  }

  /**
   * Forgets samples that DynamoDB has acknowledged, and with them the batch under way. A sample stays where it was replaced
   * meanwhile.
   */
  acknowledge(samples: readonly Sample[]): void {
    this.#run(() => {
      const remove = this.#db.prepare(
        'DELETE FROM outbox WHERE hostname = ? AND minute = ? AND sample = ?',
      );
      transaction(this.#db, () => {
        for (const sample of samples)
          remove.run(sample.hostname, sample.minute, JSON.stringify(sample));
        this.#db.prepare('DELETE FROM note WHERE name = ?').run(UNDER_WAY);
      });
    });
  }

  /** Remembers a batch whose upload begins: where its answer is lost, the same batch must go again, under the same key. */
  begin(batch: LegacyBatch): void {
    this.#run(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)')
        .run(UNDER_WAY, JSON.stringify(batch));
    });
  }

  /** The batch whose upload began and was not acknowledged; null where there is none. */
  underWay(): LegacyBatch | null {
    return this.#run(() => {
      const row = this.#db.prepare('SELECT value FROM note WHERE name = ?').get(UNDER_WAY);
      return row === undefined ? null : (JSON.parse(String(row['value'])) as LegacyBatch);
    });
  }

  /** Takes a sample that DynamoDB will never accept out of the queue, and keeps it with the reason. */
  reject(sample: Sample, reason: string): void {
    this.#run(() => {
      transaction(this.#db, () => {
        this.#db
          .prepare(
            'INSERT OR REPLACE INTO rejected SELECT hostname, minute, expires_at, sample, ? FROM outbox WHERE hostname = ? AND minute = ?',
          )
          .run(reason, sample.hostname, sample.minute);
        this.#db
          .prepare('DELETE FROM outbox WHERE hostname = ? AND minute = ?')
          .run(sample.hostname, sample.minute);
      });
    });
  }

  /** Remembers what is given, and leaves the other notes as they are. */
  note(notes: CollectorNotes): void {
    this.#run(() => {
      transaction(this.#db, () => {
        const put = this.#db.prepare('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)');
        for (const [name, value] of Object.entries(notes)) put.run(name, JSON.stringify(value));
      });
    });
  }

  notes(): CollectorNotes {
    return this.#run(() => {
      const rows = this.#db.prepare('SELECT name, value FROM note').all();
      const entries = rows.map((row) => [row['name'], JSON.parse(String(row['value'])) as unknown]);
      return Object.fromEntries(entries) as CollectorNotes;
    });
  }

  /** Samples that wait to be uploaded. */
  count(): number {
    return this.#countOf('outbox');
  }

  rejectedCount(): number {
    return this.#countOf('rejected');
  }

  close(): void {
    this.#db.close();
  }

  /**
   * What DynamoDB would have dropped by now is dropped here too: this bounds the outbox, with AWS or without. By a clock that has just
   * leapt ahead nothing is: these samples are nowhere else.
   */
  #expire(): void {
    const time = trustedNow(this.#db, CLOCK, nowSeconds(this.#clock));
    this.#db.prepare('DELETE FROM outbox WHERE expires_at <= ?').run(time);
    this.#db.prepare('DELETE FROM rejected WHERE expires_at <= ?').run(time);
  }

  #countOf(table: 'outbox' | 'rejected'): number {
    const query = `SELECT count(*) AS n FROM ${table} WHERE expires_at > ?`;
    return this.#run(() =>
      Number(this.#db.prepare(query).get(nowSeconds(this.#clock))?.['n'] ?? 0),
    );
  }

  #run<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw outboxFailure(error);
    }
  }
}

/** SQLite's errors as `AppFailure`s: what a damaged outbox holds is nowhere else, so that its hint is another than the store's. */
function outboxFailure(error: unknown): AppFailure {
  const failure = databaseFailure(error);
  return failure.error.code === 'store-damaged' ? damaged(failure.cause ?? error) : failure;
}

function damaged(cause: unknown): AppFailure {
  return appFailure(
    'outbox-damaged',
    'The file of the samples that wait to be uploaded is damaged.',
    'Start the collector again: the file is set aside, and what can be read of it is uploaded.',
    cause,
  );
}

function parseSample(row: Record<string, unknown>): Sample {
  return JSON.parse(String(row['sample'])) as Sample;
}
