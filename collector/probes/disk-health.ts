import { setTimeout as delay } from 'node:timers/promises';
import type { askProgram } from './ask-program.ts';
import type { DiskHealth, LeaveOut } from './probes.ts';
import {
  healthOf,
  parseSmart,
  smartQuestion,
  type DiskVerdict,
  type SmartDevice,
} from './smart.ts';

/** Milliseconds for which a program's answer is reused: starting one every minute would cost too much. */
export const HOUR_MS = 60 * 60_000;
/** Milliseconds that a sample waits for the disks. They continue afterwards, and the next sample has their answer. */
const DISKS_WAIT_MS = 3000;

/** How programs are run, and the clock (milliseconds) by which answers expire. */
export interface Asking {
  ask: typeof askProgram;
  elapsedMs: () => number;
}

/** An answer that is reused for an hour. A failed one is not retried before that either. */
export function hourly<T>(
  { elapsedMs }: Pick<Asking, 'elapsedMs'>,
  question: () => Promise<T | undefined>,
): () => Promise<T | undefined> {
  let known: { at: number; answer: T | undefined } | null = null;
  return async () => {
    if (known !== null && elapsedMs() - known.at < HOUR_MS) return known.answer;
    const asked: { at: number; answer: T | undefined } = {
      at: elapsedMs(),
      answer: undefined,
    };
    known = asked;
    asked.answer = await question();
    return asked.answer;
  };
}

/** The health of this machine's disks, read once an hour by a call of `smartctl` for each disk. */
export class Disks {
  readonly #asking: Asking;
  readonly #leaveOut: LeaveOut;
  readonly #devices: () => Promise<readonly SmartDevice[] | null>;
  /** By device: a sleeping disk keeps its last result. */
  readonly #verdicts = new Map<string, DiskVerdict>();
  #askedAt: number | null = null;

  /** `devices` lists the disks; null: `smartctl` is not available. */
  constructor(
    asking: Asking,
    leaveOut: LeaveOut,
    devices: () => Promise<readonly SmartDevice[] | null>,
  ) {
    this.#asking = asking;
    this.#leaveOut = leaveOut;
    this.#devices = devices;
  }

  async read(): Promise<DiskHealth | undefined> {
    const now = this.#asking.elapsedMs();
    if (this.#askedAt === null || now - this.#askedAt >= HOUR_MS) {
      this.#askedAt = now;
      const waited = new AbortController();
      const { signal } = waited;
      await Promise.race([
        this.#askAll(),
        delay(DISKS_WAIT_MS, undefined, { ref: false, signal }).catch(() => undefined),
      ]);
      waited.abort();
    }
    return healthOf([...this.#verdicts.values()]);
  }

  /** In sequence. A disk that does not answer does not affect the others. */
  async #askAll(): Promise<void> {
    const devices = await this.#devices().catch(() => []);
    if (devices === null) {
      this.#leaveOut('disk health', MISSING);
      return;
    }
    for (const known of this.#verdicts.keys())
      if (!devices.some(({ name }) => name === known)) this.#verdicts.delete(known);
    for (const device of devices) {
      const { name } = device;
      const answer = await this.#asking
        .ask('smartctl', smartQuestion(device), { anyStatus: true })
        .catch(() => '');
      if (answer === null) {
        this.#leaveOut('disk health', MISSING);
        return;
      }
      const verdict = parseSmart(answer);
      if (verdict !== null) this.#verdicts.set(name, verdict);
      else if (!this.#verdicts.has(name))
        this.#leaveOut(
          'disk health',
          `${name} gives no answer (asleep, without SMART, or no permission)`,
        );
    }
  }
}

const MISSING = 'smartctl is not installed';
