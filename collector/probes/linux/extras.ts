import { askProgram } from '../ask-program.ts';
import { NVIDIA_QUESTION, parseNvidia } from '../nvidia.ts';
import type { GpuReading, LeaveOut, SystemProbes } from '../probes.ts';
import { FAILED_QUESTION, countFailed } from './failed-services.ts';
import { busiest, readGpu } from './gpu.ts';
import type { HostRoot } from './root.ts';

/** Milliseconds for which the number of failed services stands: starting a program every minute would cost too much. */
const SERVICES_EVERY_MS = 60 * 60_000;

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
): Pick<SystemProbes, 'failedServices' | 'gpu'> {
  let services: { at: number; failed: number | undefined } | null = null;
  const askServices = async (): Promise<number | undefined> => {
    if (!root.quick.exists('run/systemd/system')) return undefined;
    const text = await ask('systemctl', FAILED_QUESTION);
    return text === null ? undefined : countFailed(text);
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
      if (services === null || elapsedMs() - services.at >= SERVICES_EVERY_MS) {
        // One that fails is asked again in an hour, too.
        services = { at: elapsedMs(), failed: undefined };
        services.failed = await askServices();
      }
      return services.failed;
    },
    gpu: async () => (await readGpu(root)) ?? (root.own ? await askNvidia() : undefined),
  };
}
