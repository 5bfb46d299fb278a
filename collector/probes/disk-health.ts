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

/** Milliseconds for which an answer of a program stands: starting one every minute would cost too much. */
export const HOUR_MS = 60 * 60_000;
/** Milliseconds that a sample waits for the disks; they go on answering, and the next one has it. */
const DISKS_WAIT_MS = 3000;

/** Where programs are asked, and the clock (milliseconds) by which answers grow old. */
export interface Asking {
  ask: typeof askProgram;
  elapsedMs: () => number;
}

/** An answer that stands for an hour; one that fails is not asked for again before that either. */
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

/** What the disks of this machine say of themselves once an hour, each by a call of `smartctl`. */
export class Disks {
  readonly #asking: Asking;
  readonly #leaveOut: LeaveOut;
  readonly #devices: () => Promise<readonly SmartDevice[] | null>;
  /** By device: one that sleeps keeps what it said last. */
  readonly #verdicts = new Map<string, DiskVerdict>();
  #askedAt: number | null = null;

  /** `devices`: which there are; null: there is no `smartctl` to tell. */
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

  /** One after another; one that does not answer takes nothing from the others. */
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
          `${name} says nothing (asleep, without SMART, or no right to ask)`,
        );
    }
  }
}

const MISSING = 'there is no smartctl to ask';
