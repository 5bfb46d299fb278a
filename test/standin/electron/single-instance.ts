import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { join } from 'node:path';

const LOCK = 'stand-in-lock';
const CALL = 'stand-in-second-instance-';

/** The message of a second instance. */
export interface SecondInstance {
  argv: string[];
  workingDirectory: string;
  additionalData: unknown;
}

/**
 * One instance per user-data folder: a file with the holder's process id. A second instance leaves it a message in a
 * file, because requesting the lock is synchronous in Electron.
 */
export class SingleInstance {
  readonly #onSecond: (second: SecondInstance) => void;
  #held: { folder: string; watcher: FSWatcher } | null = null;

  constructor(onSecond: (second: SecondInstance) => void) {
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#held !== null;
  }

  request(folder: string, additionalData: unknown): boolean {
    if (this.#held !== null) return true;
    mkdirSync(folder, { recursive: true });
    if (!take(join(folder, LOCK))) {
      const call: SecondInstance = {
        argv: process.argv,
        workingDirectory: process.cwd(),
        additionalData,
      };
      writeFileSync(join(folder, CALL + randomUUID()), JSON.stringify(call));
      return false;
    }
    const watcher = watch(folder, () => {
      this.#readCalls(folder);
    });
    watcher.unref();
    this.#held = { folder, watcher };
    return true;
  }

  release(): void {
    if (this.#held === null) return;
    this.#held.watcher.close();
    rmSync(join(this.#held.folder, LOCK), { force: true });
    this.#held = null;
  }

  #readCalls(folder: string): void {
    for (const name of readdirSync(folder).filter((entry) => entry.startsWith(CALL))) {
      const path = join(folder, name);
      let call: SecondInstance;
      try {
        call = JSON.parse(readFileSync(path, 'utf8')) as SecondInstance;
      } catch {
        // Incomplete yet: the next change of the folder triggers another read.
        continue;
      }
      rmSync(path, { force: true });
      this.#onSecond(call);
    }
  }
}

function take(lock: string): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
