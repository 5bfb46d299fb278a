import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type AppFailure, appFailure } from '../../contract/errors.ts';
import { freeBytes } from '../../platform/fs/free-bytes.ts';
import { writableBytes } from '../../platform/fs/room.ts';
import {
  BUSY_TIMEOUT_MS,
  isBusy,
  isFull,
  transaction,
  unlock,
} from '../../platform/sqlite/database.ts';

const MIB = 1024 ** 2;
/** A disk with less than this is full: any next transaction may fail. */
const FULL_BYTES = MIB;
/** A transaction that fails with more than this left has met another limit than the disk's end: a quota, perhaps. */
const ROOMY_BYTES = 64 * MIB;
/** Where fewer bytes than this can be written, a quota counts as used up. */
const WITHIN_QUOTA_BYTES = 16 * MIB;
/** How much what is held may let the file grow: beyond the first, only what is new is held; beyond the second, nothing. */
const HELD_OLD_BYTES = 32 * MIB;
const HELD_BYTES = 64 * MIB;
/** Of the pages that the file has already, at most about this much is changed while a disk is full. */
const CHANGED_BYTES = 16 * MIB;
/** Milliseconds that a statement waits on a full disk: another process may hold for hours, others are done at once. */
const FULL_TIMEOUT_MS = 100;
/** Milliseconds between looks at the disk. */
const LOOK_EVERY_MS = 1000;

/**
 * Writes that a full disk does not stop. While there is no room, they go into one transaction that stays open, so its pages
 * are in memory only: whoever reads by this connection sees them, and what is judged and told goes on. Once there is
 * room, it is committed as a whole. What the process has not committed at its end was never stored.
 */
export class HeldWrites {
  readonly #db: DatabaseSync;
  readonly #directory: string | null;
  readonly #pageBytes: number;
  #enabled = false;
  #holding = false;
  /** Whether the disk was full at the last look. */
  #full = false;
  /** Whether a quota ends sooner than the disk: what can be written is tried then. */
  #limited = false;
  /** Pages of the file when holding began, and the bytes that have to be free before it ends. */
  #pagesBefore = 0;
  #wantedBytes = 0;
  #lookedAtMs = -Infinity;

  constructor(db: DatabaseSync) {
    const path = db.location();
    this.#db = db;
    this.#directory = path === null ? null : dirname(path);
    this.#pageBytes = this.#pragma('page_size');
  }

  /** From now on. While this process holds writes, other processes cannot write the file. */
  enable(): void {
    this.#enabled = true;
  }

  /** Whether what is written now is in memory only. */
  get holding(): boolean {
    return this.#holding;
  }

  /** Whether the disk had no room at the last look: what is written is held, here or by another process. */
  get full(): boolean {
    return this.#holding || this.#full;
  }

  /** Whether no more is taken of what can be had again later. */
  get refusesOld(): boolean {
    return this.#holding && this.#grownBytes() > HELD_OLD_BYTES;
  }

  /** Runs `work` in a transaction. Throws SQLite's errors, and `AppFailure` (`disk-full`). */
  run<T>(work: () => T): T {
    this.settle();
    if (this.#holding) return this.#hold(work);
    try {
      return transaction(this.#db, work);
    } catch (error) {
      if (isFull(error) && this.#enabled) this.#beginAfterFailure();
      throw isBusy(error) && this.#full ? heldElsewhere(error) : error;
    }
  }

  /** Looks at the disk, once a second at most: begins to hold where it is full, commits where there is room again. */
  settle(): void {
    const nowMs = performance.now();
    if (nowMs - this.#lookedAtMs < LOOK_EVERY_MS) return;
    this.#lookedAtMs = nowMs;
    const needed = this.#holding ? this.#neededBytes() : FULL_BYTES;
    const free = this.#freeBytes(needed);
    if (free >= needed) this.#limited = false;
    const wasFull = this.#full;
    this.#full = free < FULL_BYTES;
    if (wasFull !== this.#full)
      this.#db.exec(
        `PRAGMA busy_timeout = ${String(this.#full ? FULL_TIMEOUT_MS : BUSY_TIMEOUT_MS)}`,
      );
    if (this.#holding) {
      if (free >= needed) {
        this.#commit();
        unlock(this.#db);
      }
    } else if (this.#full && this.#enabled) this.#begin(FULL_BYTES);
  }

  /** Commits what is held where there is room, else gives it up. */
  end(): void {
    if (!this.#holding) return;
    const needed = this.#neededBytes();
    if (this.#freeBytes(needed) >= needed) this.#commit();
    else this.#giveUp();
  }

  #hold<T>(work: () => T): T {
    if (this.#grownBytes() > HELD_BYTES)
      throw appFailure(
        'disk-full',
        'The disk is full, and so is what is kept in memory until there is room.',
        'Free some space; what was stored before is safe.',
      );
    this.#db.exec('SAVEPOINT held');
    try {
      const value = work();
      this.#db.exec('RELEASE held');
      return value;
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  /** Takes back the write that failed; what was held before stays, unless SQLite has given up all of it. */
  #undo(): void {
    try {
      this.#db.exec('ROLLBACK TO held; RELEASE held');
    } catch {
      this.#giveUp();
    }
  }

  #beginAfterFailure(): void {
    let free = this.#freeBytes(0);
    if (free >= ROOMY_BYTES) {
      if (this.#directory === null) return;
      free = writableBytes(this.#directory, WITHIN_QUOTA_BYTES);
      if (free === WITHIN_QUOTA_BYTES) return;
      this.#limited = true;
    }
    this.#full = true;
    this.#begin(free + FULL_BYTES);
  }

  /** Where another process holds already, it stays as it is: the write itself says so. */
  #begin(wantedBytes: number): void {
    // Pages in excess of the cache would go into the log, which cannot grow.
    this.#db.exec('PRAGMA cache_spill = OFF');
    // So would what a savepoint remembers go into a file.
    this.#db.exec('PRAGMA temp_store = MEMORY');
    try {
      this.#db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      this.#db.exec('PRAGMA cache_spill = ON');
      if (isBusy(error)) return;
      throw error;
    }
    this.#holding = true;
    this.#pagesBefore = this.#pragma('page_count');
    this.#wantedBytes = wantedBytes;
  }

  #commit(): void {
    this.#holding = false;
    try {
      this.#db.exec('COMMIT');
    } finally {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#db.exec('PRAGMA cache_spill = ON');
    }
  }

  #giveUp(): void {
    this.#holding = false;
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    this.#db.exec('PRAGMA cache_spill = ON');
    // The next write looks at the disk first.
    this.#lookedAtMs = -Infinity;
  }

  /** What is committed goes into the log, and then, as far as it is new, into the file. */
  #neededBytes(): number {
    const changed = Math.min(this.#pagesBefore * this.#pageBytes, CHANGED_BYTES);
    return Math.max(this.#wantedBytes, FULL_BYTES + changed + 2 * this.#grownBytes());
  }

  #grownBytes(): number {
    return Math.max(0, this.#pragma('page_count') - this.#pagesBefore) * this.#pageBytes;
  }

  /** Bytes that can be written; beyond `wanted` they may be fewer. */
  #freeBytes(wanted: number): number {
    if (this.#directory === null) return Infinity;
    const free = freeBytes(this.#directory) ?? Infinity;
    if (!this.#limited || free < wanted) return free;
    return writableBytes(this.#directory, wanted);
  }

  #pragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  }
}

/** What is refused because a disk is full and another process keeps what it reads in memory. */
function heldElsewhere(cause: unknown): AppFailure {
  return appFailure(
    'disk-full',
    'The disk is full, and another program of py-perf keeps what it reads in memory.',
    'Free some space; it stores that then, and all is shown here again.',
    cause,
  );
}
