import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppFailure, type AppError } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { putBack, quarantineUnused } from '../../platform/fs/quarantine.ts';
import { databaseFailure, isFull } from '../../platform/sqlite/database.ts';
import { FileUse } from '../../platform/sqlite/file-use.ts';
import { Outbox } from './outbox.ts';
import { parseStoredSample } from './stored-sample.ts';

/** The outbox, and whether a damaged one was replaced. */
export interface OpenedOutbox {
  outbox: Outbox;
  /** The message for the user if a damaged file was just set aside, else null. */
  notice: AppError | null;
}

/**
 * Opens and checks the outbox of a collector. A damaged file is renamed, never deleted, and its readable samples go
 * into a new one: they exist nowhere else. If the disk has no room for that, the damaged file stays in place for the
 * next start. Throws `AppFailure`.
 */
export function openOutbox(path: string, clock: Clock, logger: Logger): OpenedOutbox {
  const use = new FileUse(path);
  try {
    try {
      return { outbox: openChecked(path, clock, use), notice: null };
    } catch (error) {
      if (!(error instanceof AppFailure) || error.error.code !== 'outbox-damaged') throw error;
      const file = quarantineUnused(path, use, clock);
      const { outbox, saved } = putBackOnFailure(path, file, () =>
        restored(path, file, use, clock),
      );
      logger.error('the outbox was damaged and has been set aside', { file, saved });
      return { outbox, notice: noticeOf(file, saved) };
    }
  } catch (error) {
    use.end();
    throw error;
  }
}

/** A new outbox with the readable samples of the damaged `file`, and their number. Throws `AppFailure`. */
function restored(
  path: string,
  file: string,
  use: FileUse,
  clock: Clock,
): { outbox: Outbox; saved: number } {
  const saved = readSamples(join(dirname(path), file));
  const outbox = openChecked(path, clock, use);
  try {
    outbox.restore(saved);
    return { outbox, saved: saved.length };
  } catch (error) {
    outbox.close();
    throw error;
  }
}

function putBackOnFailure<T>(path: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    putBack(path, file);
    throw error;
  }
}

function openChecked(path: string, clock: Clock, use: FileUse): Outbox {
  const outbox = new Outbox(path, clock, use);
  try {
    outbox.check();
    return outbox;
  } catch (error) {
    outbox.close();
    throw error;
  }
}

/** Reads from both ends, because reading stops at the damage. Throws `AppFailure` if the disk is full. */
function readSamples(path: string): Sample[] {
  const found = new Map<string, Sample>();
  for (const order of ['ASC', 'DESC'])
    for (const sample of readUntilDamage(path, order))
      found.set(`${sample.hostname} ${String(sample.minute)}`, sample);
  return [...found.values()];
}

function* readUntilDamage(path: string, order: string): Generator<Sample> {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    const rows = db.prepare(
      `SELECT sample FROM outbox ORDER BY hostname ${order}, minute ${order}`,
    );
    for (const row of rows.iterate()) {
      const sample = parseStoredSample(row['sample']);
      if (sample !== null) yield sample;
    }
  } catch (error) {
    // Any other error is expected of a damaged file, which is kept beside the new one.
    if (isFull(error)) throw databaseFailure(error);
  } finally {
    db?.close();
  }
}

function noticeOf(file: string, saved: number): AppError {
  return {
    code: 'outbox-damaged',
    message: `The file of waiting samples was damaged. ${String(saved)} were recovered and will be uploaded; the file has been set aside as ${file}.`,
    hint: 'Check the disk of this machine. Samples that were uploaded before are safe in DynamoDB.',
  };
}
