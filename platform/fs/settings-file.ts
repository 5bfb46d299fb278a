import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { appFailure } from '../../contract/errors.ts';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../contract/settings.ts';
import { refuseNewerKeys, refuseNewerVersion } from './newer-data.ts';
import { readText } from './read-text.ts';
import { z } from 'zod';

/** Name of the settings' file in the data directory. */
export const SETTINGS_FILE = 'settings.json';
const SETTINGS_VERSION = settingsSchema.shape.version.unwrap().value;

/**
 * Reads `settings.json` of the data directory; a missing file means the defaults. A damaged file is an
 * error that says where, never silently replaced. Throws `AppFailure` (`settings-damaged`, `newer-data`).
 */
export function loadSettings(directory: string): Settings {
  const text = textOf(join(directory, SETTINGS_FILE));
  if (text === null) return structuredClone(DEFAULT_SETTINGS);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged(
      `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    );
  }
  refuseNewerVersion(SETTINGS_FILE, json, SETTINGS_VERSION);
  const parsed = settingsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  refuseNewerKeys(SETTINGS_FILE, parsed.error);
  throw damaged(z.prettifyError(parsed.error), parsed.error);
}

/** Milliseconds between two looks whether the file has changed. */
const LOOK_MS = 2000;

/** As `watchFile`, of `settings.json`. */
export function watchSettings(directory: string, onWritten: () => void): () => void {
  return watchFile(join(directory, SETTINGS_FILE), onWritten);
}

/** Whether a directory contains settings. */
export function hasSettings(directory: string): boolean {
  return existsSync(join(directory, SETTINGS_FILE));
}

/**
 * Calls back soon after it is called and after the file was written, until the function that it answers is called. Looks
 * by its name, because editors put a new file in its place; not while there is none.
 */
export function watchFile(path: string, onWritten: () => void): () => void {
  // Different at the first look: the file may have been written after it was loaded.
  let seen: string | null = null;
  const timer = setInterval(() => {
    const mark = markOf(path);
    if (mark === null || mark === seen) return;
    seen = mark;
    onWritten();
  }, LOOK_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

/** Differs after each change of a file; null: there is none. */
function markOf(path: string): string | null {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : [stat.mtimeNs, stat.size, stat.ino].map(String).join(' ');
  } catch {
    // Reading it will say why.
    return 'unreadable';
  }
}

function textOf(path: string): string | null {
  try {
    return readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw appFailure(
      'settings-damaged',
      'settings.json cannot be read: it is no file, too long, or not for this user.',
      'Look at what lies there in the data directory, and who may read it.',
      error,
    );
  }
}

function damaged(detail: string, cause: unknown): Error {
  return appFailure(
    'settings-damaged',
    `settings.json is not valid: ${detail}`,
    'Correct the file in the data directory, or move it away to start with the defaults.',
    cause,
  );
}
