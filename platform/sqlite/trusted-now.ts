import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { HOUR_S } from '../../contract/time.ts';
import { guardClock, type ClockGuard } from '../clock-guard.ts';

/** A table of texts by name, in which the guard of a clock is kept. */
export interface NamedTexts {
  table: 'meta' | 'note';
  /** Its column of names; that of the texts is `value`. */
  key: 'key' | 'name';
  /** The name of the row. */
  name: string;
}

/** Seconds after which the guard is written again. */
const NOTE_EVERY_S = HOUR_S;

/**
 * The trusted time (Unix seconds) when the clock says `now`: see `guardClock`. The guard is kept in the database; the
 * write joins the caller's transaction if there is one.
 */
export function trustedNow(
  db: DatabaseSync,
  { table, key, name }: NamedTexts,
  now: number,
): number {
  const row = db.prepare(`SELECT value FROM ${table} WHERE ${key} = ?`).get(name);
  const before = row === undefined ? null : guardIn(String(row['value']));
  const { trusted, guard } = guardClock(before, now);
  const isNoted =
    before?.leaptAt === guard.leaptAt && Math.abs(guard.seen - before.seen) < NOTE_EVERY_S;
  if (!isNoted)
    db.prepare(`INSERT OR REPLACE INTO ${table} (${key}, value) VALUES (?, ?)`).run(
      name,
      JSON.stringify(guard),
    );
  return trusted;
}

const guardSchema = z.object({ seen: z.number(), leaptAt: z.number().nullable() });

/** A guard that cannot be read is as one that was never kept. */
function guardIn(text: string): ClockGuard | null {
  try {
    return guardSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
