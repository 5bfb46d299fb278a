import { readFileSync, statSync, watch, type FSWatcher, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import {
  FOLDER_SOURCE,
  type FunctionFolderState,
  type FunctionRun,
} from '../../contract/functions.ts';
import { dayOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { AHEAD, decodeFunctionFile } from '../remote/functions-decode.ts';
import type { FunctionFile } from '../store/functions-files.ts';
import type { FleetStore } from '../store/store.ts';

/** What the library's local mode calls its files. */
export const FUNCTION_FILE = /^perf_data_.*\.json$/u;
/** Files of one transaction; between two, others have their turn. */
const FILES_PER_STEP = 100;
const LOOK_EVERY_MS = 30_000;
/** Milliseconds after a change in a folder until it is looked at: files come in groups. */
const SETTLE_MS = 500;
/** Files that are named one by one with what is wrong with them. */
const MOST_NAMED = 20;
/** A larger file is none of the library's. */
export const MOST_FILE_BYTES = 64 * 1024 * 1024;

/** What reading folders needs. */
export interface FunctionFoldersOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  /** Paths of the folders that are watched. */
  folders: () => readonly string[];
  onStored: () => void;
}

/** A file to read, as it is on the disk. */
type Candidate = Pick<FunctionFile, 'name' | 'size' | 'modified'>;

/**
 * Reads the folders that the py-perf library writes to in its local mode: what is new at each look, and what has changed.
 * A file that is no run, or not yet all of it, is noted with what is wrong, and read again when it has changed.
 */
export class FunctionFolders {
  readonly #options: FunctionFoldersOptions;
  readonly #states = new Map<string, FunctionFolderState>();
  readonly #watchers = new Map<string, FSWatcher>();
  /** Files that a watcher has named since the last look, by folder. */
  readonly #touched = new Map<string, Set<string>>();
  #abort: AbortController | null = null;
  #waiting = new AbortController();
  #reading: Promise<unknown> = Promise.resolve();

  constructor(options: FunctionFoldersOptions) {
    this.#options = options;
  }

  /** Begins to watch the folders. */
  start(): void {
    if (this.#abort !== null) return;
    this.#abort = new AbortController();
    void this.#run(this.#abort.signal);
  }

  stop(): void {
    this.#abort?.abort();
    this.#waiting.abort();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** The folders have changed: looks at once. */
  renew(): void {
    for (const path of this.#watchers.keys())
      if (!this.#options.folders().includes(path)) this.#unwatch(path);
    this.#waiting.abort();
  }

  /** State of the watched folders, as they were last looked at. */
  states(): FunctionFolderState[] {
    return this.#options.folders().map((path) => this.#states.get(path) ?? unread(path));
  }

  /** Reads all that is new in a folder, and stores it. One at a time. Throws `AppFailure` where there is no such folder. */
  async read(path: string): Promise<FunctionFolderState> {
    const reading = this.#reading.then(() => this.#read(path));
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, store, folders } = this.#options;
    while (!signal.aborted && !store.closed) {
      for (const path of folders()) {
        this.#watch(path);
        await this.read(path).catch((error: unknown) => {
          this.#noteFailure(path, error);
        });
      }
      this.#waiting = new AbortController();
      const ending = AbortSignal.any([signal, this.#waiting.signal]);
      await clock.sleep(LOOK_EVERY_MS, ending).catch(() => undefined);
      if (signal.aborted) return;
    }
  }

  async #read(path: string): Promise<FunctionFolderState> {
    const { store, clock } = this.#options;
    const names = await namesIn(path);
    const folder = store.write(() => store.functionFiles.folder(path));
    const known = store.read(() => store.functionFiles.files(folder));
    const touched = this.#touched.get(path);
    this.#touched.delete(path);
    // Files are not written again as a rule: those known are looked at when a watcher names them, and at the first look.
    const before = this.#states.get(path);
    // One that could not be read may have come back as another one.
    const first = before === undefined || before.error !== null;
    const asked = names.filter((name) => {
      const file = known.get(name);
      return file === undefined || first || file.problem !== null || touched?.has(name) === true;
    });
    const isNewDay = dayOf(nowSeconds(clock)) !== dayOf(before?.readAt ?? 0);
    let added = 0;
    for (let at = 0; at < asked.length && !store.closed; at += FILES_PER_STEP) {
      const step = asked.slice(at, at + FILES_PER_STEP);
      added += this.#readFiles(path, folder, changed(path, step, known, isNewDay));
      await nextTurn();
    }
    if (!store.closed) this.#forget(folder, names, known);
    const { unreadable, problems } = store.closed
      ? { unreadable: 0, problems: [] }
      : store.read(() => ({
          unreadable: store.functionFiles.countProblems(folder),
          problems: store.functionFiles.problems(path, MOST_NAMED),
        }));
    const state = {
      path,
      files: names.length,
      unreadable,
      problems,
      readAt: nowSeconds(clock),
      error: null,
    };
    this.#states.set(path, state);
    if (added > 0) this.#options.onStored();
    return state;
  }

  #readFiles(path: string, folder: number, files: readonly Candidate[]): number {
    if (files.length === 0) return 0;
    const { store, clock } = this.#options;
    const now = nowSeconds(clock);
    const runs: FunctionRun[] = [];
    const read = files.map((file): FunctionFile => {
      const { run, problems } = decodeFile(join(path, file.name), file.size, now);
      if (run !== null) runs.push(run);
      return { ...file, problem: problems[0] ?? null };
    });
    return store.write(() => {
      for (const file of read) store.functionFiles.put(folder, file);
      return store.functions.add(FOLDER_SOURCE, runs);
    });
  }

  #forget(
    folder: number,
    names: readonly string[],
    known: ReadonlyMap<string, FunctionFile>,
  ): void {
    const { store } = this.#options;
    const there = new Set(names);
    const gone = [...known.keys()].filter((name) => !there.has(name));
    if (gone.length === 0) return;
    store.write(() => {
      for (const name of gone) store.functionFiles.remove(folder, name);
    });
  }

  #noteFailure(path: string, error: unknown): void {
    const { clock, logger, store } = this.#options;
    if (store.closed) return;
    const problem = failureOf(path, error);
    const before = this.#states.get(path);
    if (before?.error?.message !== problem.message)
      logger.warn('a folder of runs could not be read', { path, problem: problem.message });
    const state = before ?? unread(path);
    this.#states.set(path, { ...state, readAt: nowSeconds(clock), error: problem });
    // The folder may come back as another one.
    this.#unwatch(path);
  }

  #watch(path: string): void {
    if (this.#watchers.has(path)) return;
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => {
        if (name === null || !FUNCTION_FILE.test(name)) return;
        const touched = this.#touched.get(path) ?? new Set();
        this.#touched.set(path, touched.add(name));
        this.#lookSoon();
      });
      watcher.on('error', () => {
        this.#unwatch(path);
      });
      this.#watchers.set(path, watcher);
    } catch {
      // Then the looks at intervals have to do.
    }
  }

  #unwatch(path: string): void {
    this.#watchers.get(path)?.close();
    this.#watchers.delete(path);
  }

  #lookSoon(): void {
    const waiting = this.#waiting;
    void this.#options.clock
      .sleep(SETTLE_MS, waiting.signal)
      .then(() => {
        waiting.abort();
      })
      .catch(() => undefined);
  }
}

function unread(path: string): FunctionFolderState {
  return { path, files: 0, unreadable: 0, problems: [], readAt: null, error: null };
}

async function namesIn(path: string): Promise<string[]> {
  try {
    const names = await readdir(path);
    return names.filter((name) => FUNCTION_FILE.test(name));
  } catch (error) {
    throw appFailure(
      'not-found',
      `The folder ${path} cannot be read.`,
      'Check that it exists and that you may read it.',
      error,
    );
  }
}

/** Those of the files that are new, or are not as they were when they were read; once a day those that were ahead. */
function changed(
  path: string,
  names: readonly string[],
  known: ReadonlyMap<string, FunctionFile>,
  isNewDay: boolean,
): Candidate[] {
  return names.flatMap((name) => {
    const found = statOf(join(path, name));
    if (found === null) return [];
    const { size, mtimeMs: modified } = found;
    const before = known.get(name);
    const isSame = before?.size === size && before.modified === modified;
    return isSame && !(isNewDay && before.problem === AHEAD) ? [] : [{ name, size, modified }];
  });
}

/** Of a file, or of what cannot be looked at, as an empty one, so that reading it tells why; null: it is none. */
function statOf(path: string): Pick<Stats, 'size' | 'mtimeMs'> | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true ? found : null;
  } catch {
    // A link to itself, or a folder that may be listed and no more.
    return { size: 0, mtimeMs: 0 };
  }
}

function decodeFile(
  path: string,
  size: number,
  now: number,
): ReturnType<typeof decodeFunctionFile> {
  if (size > MOST_FILE_BYTES) return { run: null, problems: ['the file: longer than it can be'] };
  try {
    return decodeFunctionFile(readFileSync(path, 'utf8'), now);
  } catch (error) {
    return {
      run: null,
      problems: [`the file: ${(error as NodeJS.ErrnoException).code ?? 'not readable'}`],
    };
  }
}

function failureOf(path: string, error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  return {
    code: 'internal',
    message: `Reading the folder ${path} failed: ${String(error)}`,
    hint: 'It is tried again.',
  };
}
