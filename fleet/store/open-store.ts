import { AppFailure, type AppError } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { quarantineUnused } from '../../platform/fs/quarantine.ts';
import { FileUse } from '../../platform/sqlite/file-use.ts';
import type { MendedRows } from './soundness.ts';
import { FleetStore } from './store.ts';

/** The store, and whether a damaged one was replaced. */
export interface OpenedStore {
  store: FleetStore;
  /** Name of the damaged file that was set aside just now, or null. */
  quarantine: string | null;
}

/**
 * Opens the store and checks it. A damaged file is set aside under another name, never deleted, and a new store is
 * begun, which syncs fill again. `lockWhileFull` as of `openDatabase`. Throws `AppFailure`.
 */
export function openStore(
  path: string,
  clock: Clock,
  logger: Logger,
  lockWhileFull = false,
): OpenedStore {
  const use = new FileUse(path);
  try {
    try {
      return { store: openChecked(path, use, logger, lockWhileFull), quarantine: null };
    } catch (error) {
      if (!(error instanceof AppFailure) || error.error.code !== 'store-damaged') throw error;
      const file = quarantineUnused(path, use, clock);
      logger.error('the local database was damaged and has been set aside', { file });
      return { store: openChecked(path, use, logger, lockWhileFull), quarantine: file };
    }
  } catch (error) {
    use.end();
    throw error;
  }
}

function openChecked(
  path: string,
  use: FileUse,
  logger: Logger,
  lockWhileFull: boolean,
): FleetStore {
  const end = (): void => {
    use.end();
  };
  const store = FleetStore.open(path, end, lockWhileFull);
  try {
    store.check();
    noteMended(store, store.mend(), logger);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Damaged rows are named in the log once, and counted for `doctor`. */
function noteMended(store: FleetStore, rows: MendedRows, logger: Logger): void {
  if (Object.keys(rows).length === 0) return;
  logger.error('rows of the local database were damaged and have been mended', rows);
  store.write(() => {
    store.mended.add(rows);
  });
}

/** The notice that the file at `path` is another one than was opened. */
export function movedNotice(path: string): AppError {
  return {
    code: 'store-moved',
    message: `The local database was moved away or removed while it was in use. ${path} is used from now on.`,
    hint: 'What DynamoDB holds is fetched again. Leave the data directory in its place while the app or a watcher runs.',
  };
}

/** The notice that nothing can be stored now. */
export function diskFullNotice(): AppError {
  return {
    code: 'disk-full',
    message: 'The disk is full. New data is kept in memory, and alerts are still sent.',
    hint: 'Free some space: it is stored then. Until then, what is in memory is lost with the program that holds it.',
  };
}

/** The notice about a damaged file that was renamed to `file`. */
export function quarantineNotice(file: string): AppError {
  return {
    code: 'store-damaged',
    message: `The local database was damaged. It has been set aside as ${file}, and a new one is being filled.`,
    hint: 'What DynamoDB still holds comes back by itself; older history is in the file that was set aside.',
  };
}
