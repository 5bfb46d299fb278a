import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { appFailure } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';
import type { FileUse } from '../sqlite/file-use.ts';

/**
 * Renames a damaged SQLite file within its folder, with its `-wal` and `-shm` files. Returns the name. Throws
 * `AppFailure`.
 */
export function quarantine(path: string, clock: Clock): string {
  const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '');
  const name = freeName(dirname(path), `${stem(path)}.damaged-${time}`);
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

/**
 * Takes back `quarantine`, which has called the file `name`; what lies in its place since is deleted. Throws the errors of
 * the file system.
 */
export function putBack(path: string, name: string): void {
  const aside = join(dirname(path), name);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(path + suffix, { force: true });
    if (existsSync(aside + suffix)) renameSync(aside + suffix, path + suffix);
  }
}

/**
 * As `quarantine`, where no other process uses the file: one that does would go on writing into what was set aside.
 * Throws `AppFailure`.
 */
export function quarantineUnused(path: string, use: FileUse, clock: Clock): string {
  const name = use.alone(() => quarantine(path, clock));
  if (name !== null) return name;
  throw appFailure(
    'store-damaged',
    `${basename(path)} is damaged, and another py-perf process uses it.`,
    'End that one (the app, or the collector) and start again: the damaged file is then set aside.',
  );
}

/** Names of damaged files that lie beside the file, oldest first. */
export function listQuarantined(path: string): string[] {
  if (path === ':memory:') return [];
  const prefix = `${stem(path)}.damaged-`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.db'))
    .sort();
}

/** An existing file with this second's name also contains samples, so it is not overwritten. */
function freeName(folder: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const tried = `${name}${number === 1 ? '' : `-${String(number)}`}.db`;
    if (!existsSync(join(folder, tried))) return tried;
  }
}

function stem(path: string): string {
  return basename(path).replace(/\.db$/u, '');
}
