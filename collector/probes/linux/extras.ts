import { setTimeout as delay } from 'node:timers/promises';
import { askProgram } from '../ask-program.ts';
import { NVIDIA_QUESTION, parseNvidia } from '../nvidia.ts';
import type { DiskHealth, GpuReading, LeaveOut, SystemProbes } from '../probes.ts';
import { readContainers } from './containers.ts';
import { FAILED_QUESTION, failedUnits } from './failed-services.ts';
import { busiest, readGpu } from './gpu.ts';
import type { HostRoot } from './root.ts';
import { healthOf, parseSmart, smartDevices, smartQuestion, type DiskVerdict } from './smart.ts';

/** Milliseconds for which an answer of a program stands: starting one every minute would cost too much. */
const HOUR_MS = 60 * 60_000;
/** Milliseconds that a sample waits for the disks; they go on answering, and the next one has it. */
const DISKS_WAIT_MS = 3000;

/** Where programs are asked, and the clock (milliseconds) by which answers grow old. */
export interface ExtrasOptions {
  ask: typeof askProgram;
  elapsedMs: () => number;
}

const SYSTEM: ExtrasOptions = { ask: askProgram, elapsedMs: () => performance.now() };

/** What not every machine has, and what another program has to be asked for. Another root's programs are not asked. */
export function extraProbes(
  root: HostRoot,
  leaveOut: LeaveOut,
  { ask, elapsedMs } = SYSTEM,
): Pick<SystemProbes, 'failedServices' | 'gpu' | 'diskHealth' | 'containers'> {
  let services: { at: number; failed: string[] | undefined } | null = null;
  const disks = new Disks(root, leaveOut, ask);
  let disksAt: number | null = null;
  const askServices = async (): Promise<string[] | undefined> => {
    if (!root.quick.exists('run/systemd/system')) return undefined;
    const text = await ask('systemctl', FAILED_QUESTION);
    return text === null ? undefined : failedUnits(text);
  };
  const askNvidia = async (): Promise<GpuReading | undefined> => {
    if (!root.quick.exists('proc/driver/nvidia')) return undefined;
    const text = await ask('nvidia-smi', NVIDIA_QUESTION);
    if (text === null) leaveOut('GPU', 'there is no nvidia-smi to ask');
    return text === null ? undefined : busiest(parseNvidia(text));
  };
  return {
    failedServices: async () => {
      if (!root.own) return undefined;
      if (services === null || elapsedMs() - services.at >= HOUR_MS) {
        // One that fails is asked again in an hour, too.
        services = { at: elapsedMs(), failed: undefined };
        services.failed = await askServices();
      }
      return services.failed;
    },
    diskHealth: async () => {
      if (!root.own) return undefined;
      if (disksAt === null || elapsedMs() - disksAt >= HOUR_MS) {
        disksAt = elapsedMs();
        const waited = new AbortController();
        const { signal } = waited;
        await Promise.race([
          disks.ask(),
          delay(DISKS_WAIT_MS, undefined, { ref: false, signal }).catch(() => undefined),
        ]);
        waited.abort();
      }
      return disks.health;
    },
    containers: () => readContainers(root, leaveOut),
    gpu: async () => (await readGpu(root)) ?? (root.own ? await askNvidia() : undefined),
  };
}

/** What the disks of this machine say of themselves, each by a call of `smartctl`. */
class Disks {
  readonly #root: HostRoot;
  readonly #leaveOut: LeaveOut;
  readonly #ask: typeof askProgram;
  /** By device: one that sleeps keeps what it said last. */
  readonly #verdicts = new Map<string, DiskVerdict>();

  constructor(root: HostRoot, leaveOut: LeaveOut, ask: typeof askProgram) {
    this.#root = root;
    this.#leaveOut = leaveOut;
    this.#ask = ask;
  }

  get health(): DiskHealth | undefined {
    return healthOf([...this.#verdicts.values()]);
  }

  /** One after another; one that does not answer takes nothing from the others. */
  async ask(): Promise<void> {
    const devices = smartDevices(this.#root.quick.list('sys/block'));
    for (const known of this.#verdicts.keys())
      if (!devices.includes(known)) this.#verdicts.delete(known);
    for (const device of devices) {
      const answer = await this.#ask('smartctl', smartQuestion(device), { anyStatus: true }).catch(
        () => '',
      );
      if (answer === null) {
        this.#leaveOut('disk health', 'there is no smartctl to ask');
        return;
      }
      const verdict = parseSmart(answer);
      if (verdict !== null) this.#verdicts.set(device, verdict);
      else if (!this.#verdicts.has(device))
        this.#leaveOut(
          'disk health',
          `${device} says nothing (asleep, without SMART, or no right to ask)`,
        );
    }
  }
}
