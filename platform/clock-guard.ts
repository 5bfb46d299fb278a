import type { DatabaseSync } from 'node:sqlite';
import { DAY, HOUR } from '../contract/time.ts';

/** What is remembered of the clock between looks at it. Unix seconds. */
export interface ClockGuard {
  /** The last time that was believed. */
  seen: number;
  /** When a leap ahead was first seen that is not believed yet, or null. */
  leaptAt: number | null;
}

/** Seconds between two looks beyond which the clock has leapt: it may have been set wrong, or nobody has looked for long. */
const LEAP = 2 * DAY;
/** Seconds that the clock must go on after a leap before it is believed. */
const PROBATION = DAY;

/**
 * The time by which something may be deleted for good. A machine whose clock is set years ahead for an hour must not lose what it
 * keeps: a leap ahead is believed once the clock has gone on from there for a day, and until then the time before it stands.
 */
export function trustedNow(
  memory: ClockGuard | null,
  now: number,
): { believed: number; memory: ClockGuard } {
  const accepted = { believed: now, memory: { seen: now, leaptAt: null } };
  if (memory === null || now - memory.seen <= LEAP) return accepted;
  const { leaptAt } = memory;
  if (leaptAt !== null && now - leaptAt >= PROBATION) return accepted;
  // Earlier than the leap before: another leap.
  const since = leaptAt === null || now < leaptAt ? now : leaptAt;
  return { believed: memory.seen, memory: { seen: memory.seen, leaptAt: since } };
}

/** A table of texts by name in which the memory of a clock is kept. */
export interface NamedTexts {
  table: 'meta' | 'note';
  /** Its column of names; that of the texts is `value`. */
  key: 'key' | 'name';
  /** The name of the row. */
  name: string;
}

/** Seconds after which the clock is noted again. */
const NOTE_EVERY = HOUR;

/** As `trustedNow` at `now`, with the memory kept in a database, within the transaction of the caller if there is one. */
export function believedBy(
  db: DatabaseSync,
  { table, key, name }: NamedTexts,
  now: number,
): number {
  const row = db.prepare(`SELECT value FROM ${table} WHERE ${key} = ?`).get(name);
  const before = row === undefined ? null : (JSON.parse(String(row['value'])) as ClockGuard);
  const { believed, memory } = trustedNow(before, now);
  const isNoted =
    before?.leaptAt === memory.leaptAt && Math.abs(memory.seen - before.seen) < NOTE_EVERY;
  if (!isNoted)
    db.prepare(`INSERT OR REPLACE INTO ${table} (${key}, value) VALUES (?, ?)`).run(
      name,
      JSON.stringify(memory),
    );
  return believed;
}
