import { askProgram } from '../ask-program.ts';
import { Disks, hourly, type Asking } from '../disk-health.ts';
import { NVIDIA_QUESTION, busiest, parseNvidia } from '../nvidia.ts';
import type { GpuReading, LeaveOut, SystemProbes } from '../probes.ts';
import { smartDevices } from '../smart.ts';
import { readContainers } from './containers.ts';
import { FAILED_QUESTION, failedUnits } from './failed-services.ts';
import { GraphicsFiles } from './gpu.ts';
import type { HostRoot } from './root.ts';

const SYSTEM: Asking = { ask: askProgram, elapsedMs: () => performance.now() };

/** Probes for what not every machine has, and for what other programs report. Programs are not run for another root. */
export function extraProbes(
  root: HostRoot,
  leaveOut: LeaveOut,
  asking = SYSTEM,
): Pick<SystemProbes, 'failedServices' | 'gpu' | 'diskHealth' | 'containers'> {
  const { ask } = asking;
  const graphics = new GraphicsFiles(root, asking.elapsedMs);
  const disks = new Disks(asking, leaveOut, () =>
    Promise.resolve(smartDevices(root.quick.list('sys/block'))),
  );
  const services = hourly(asking, async () => {
    if (!root.quick.exists('run/systemd/system')) return undefined;
    const text = await ask('systemctl', FAILED_QUESTION);
    return text === null ? undefined : failedUnits(text);
  });
  const askNvidia = async (): Promise<GpuReading | undefined> => {
    if (!root.quick.exists('proc/driver/nvidia')) return undefined;
    const text = await ask('nvidia-smi', NVIDIA_QUESTION);
    if (text === null) leaveOut('GPU', 'nvidia-smi is not installed');
    return text === null ? undefined : busiest(parseNvidia(text));
  };
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  return {
    failedServices: root.own ? services : nothing,
    diskHealth: root.own ? () => disks.read() : nothing,
    containers: () => readContainers(root, leaveOut),
    gpu: async () => {
      // A laptop has integrated graphics beside its card: the busier one counts.
      const found = [await graphics.read(), root.own ? await askNvidia() : undefined];
      return busiest(found.filter((reading) => reading !== undefined));
    },
  };
}
