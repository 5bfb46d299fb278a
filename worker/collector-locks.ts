import { join } from 'node:path';
import type { AppError } from '../contract/errors.ts';
import type { Logger } from '../platform/log/log.ts';
import {
  MachineLock,
  machineLockName,
  type MachineLockHolder,
  type MachineLockResult,
} from '../platform/locks/machine-lock.ts';
import { ProcessLock, type LockHolder, type LockResult } from '../platform/locks/process-lock.ts';

/** How a collector runs, as shown to whoever asks who collects. */
export type CollectorMode = 'desktop app' | 'foreground' | 'service';

/**
 * The right to collect: one collector per machine, whose samples would else stand twice in the tables or under two
 * names, and one per data directory, whose outbox belongs to one writer also where containers share it.
 */
export class CollectorLocks {
  readonly #machine: MachineLock | null;
  readonly #holder: MachineLockHolder;
  #directory: ProcessLock;

  private constructor(
    machine: MachineLock | null,
    directory: ProcessLock,
    holder: MachineLockHolder,
  ) {
    this.#machine = machine;
    this.#directory = directory;
    this.#holder = holder;
  }

  /** Takes both, or answers who has one of them. Throws `AppFailure`. */
  static async acquire(
    holder: MachineLockHolder,
    logger: Logger,
  ): Promise<{ locks: CollectorLocks } | { refusal: AppError }> {
    const machine = await acquireMachine(holder, logger);
    if (machine !== null && 'holder' in machine)
      return { refusal: collectsMachine(machine.holder) };
    const lock = machine !== null && 'lock' in machine ? machine.lock : null;
    try {
      const directory = acquireDirectory(holder);
      if ('lock' in directory) return { locks: new CollectorLocks(lock, directory.lock, holder) };
      await lock?.release();
      return { refusal: collectsDirectory(directory.holder) };
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  /**
   * Takes the lock of the data directory anew where its file went, as with its directory. Returns who was faster, or
   * null. Throws `AppFailure`.
   */
  follow(): AppError | null {
    if (this.#directory.isInPlace()) return null;
    const taken = acquireDirectory(this.#holder);
    if ('holder' in taken) return collectsDirectory(taken.holder);
    this.#directory.release();
    this.#directory = taken.lock;
    return null;
  }

  async release(): Promise<void> {
    this.#directory.release();
    await this.#machine?.release();
  }
}

function acquireDirectory(holder: MachineLockHolder): LockResult {
  return ProcessLock.acquire(join(holder.dataDir, 'collector.lock'), holder);
}

/** Where the system gives no such lock, the one of the data directory has to do: that is no reason not to collect. */
async function acquireMachine(
  holder: MachineLockHolder,
  logger: Logger,
): Promise<MachineLockResult | null> {
  try {
    const result = await MachineLock.acquire(machineLockName(), holder);
    if ('foreign' in result)
      logger.warn(
        'another program holds the address by which collectors of a machine find each other',
        {
          address: result.foreign,
        },
      );
    return result;
  } catch (error) {
    logger.warn('it cannot be told whether another collector runs on this machine', {
      reason: String(error),
    });
    return null;
  }
}

function collectsMachine({ program, pid, since, mode, dataDir }: MachineLockHolder): AppError {
  return alreadyRunning(
    `${program} (process ${String(pid)}, ${mode}, since ${isoTime(since)}, data in ${dataDir})`,
  );
}

function collectsDirectory(holder: LockHolder | null): AppError {
  return alreadyRunning(
    holder === null
      ? 'Another process'
      : `${holder.program} (process ${String(holder.pid)}, since ${isoTime(holder.since)})`,
  );
}

function alreadyRunning(who: string): AppError {
  return {
    code: 'already-running',
    message: `${who} collects this machine already.`,
    hint: 'Nothing is lost: it keeps collecting. Stop it first if this one is to take over.',
  };
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
