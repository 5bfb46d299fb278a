import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { FleetStore } from './store.ts';

export interface OpenedStore {
  store: FleetStore;
  /** Name of the damaged file that was set aside just now, or null. */
  setAside: string | null;
}

/**
 * Opens the store and checks it. A damaged file is set aside under another name, never deleted, and a new store is
 * begun, which syncs fill again. Throws `AppFailure`.
 */
export function openStore(path: string, clock: Clock, logger: Logger): OpenedStore {
  try {
    return { store: openChecked(path), setAside: null };
  } catch (error) {
    if (!(error instanceof AppFailure) || error.error.code !== 'store-damaged') throw error;
    const setAside = moveAside(path, clock);
    logger.error('the local database was damaged and has been set aside', { file: setAside });
    return { store: openChecked(path), setAside };
  }
}

/** Names of damaged files that lie beside the store, oldest first. */
export function listSetAside(path: string): string[] {
  if (path === ':memory:') return [];
  const prefix = `${stem(path)}.damaged-`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.db'))
    .sort();
}

function openChecked(path: string): FleetStore {
  const store = new FleetStore(path);
  try {
    store.check();
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

function moveAside(path: string, clock: Clock): string {
  const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '');
  const name = `${stem(path)}.damaged-${time}.db`;
  const target = join(dirname(path), name);
  try {
    renameSync(path, target);
    for (const suffix of ['-wal', '-shm'])
      if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  } catch (cause) {
    throw appFailure(
      'store-damaged',
      'The local database is damaged and cannot be set aside.',
      'Close all other py-perf processes and start again.',
      cause,
    );
  }
  return name;
}

function stem(path: string): string {
  return basename(path).replace(/\.db$/u, '');
}

/** What the user is told of a damaged file that was set aside as `file`. */
export function setAsideNotice(file: string): AppError {
  return {
    code: 'store-damaged',
    message: `The local database was damaged. It has been set aside as ${file}, and a new one is being filled.`,
    hint: 'What DynamoDB still holds comes back by itself; older history is in the file that was set aside.',
  };
}
