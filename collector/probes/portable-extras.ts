import { askProgram } from './ask-program.ts';
import { Disks, hourly, type Asking } from './disk-health.ts';
import { MAC_GPU_QUESTION, parseAccelerators } from './mac-gpu.ts';
import { NVIDIA_QUESTION, busiest, parseNvidia } from './nvidia.ts';
import type { GpuReading, LeaveOut, SystemProbes } from './probes.ts';
import {
  LAUNCHD_QUESTION,
  WINDOWS_SERVICES_QUESTION,
  failedJobs,
  failedServices,
} from './services.ts';
import { SMART_SCAN, scannedDevices } from './smart.ts';

const SYSTEM: Asking = { ask: askProgram, elapsedMs: () => performance.now() };

/** On macOS and Windows, what other programs report: services and disks once an hour. */
export function portableExtras(
  platform: NodeJS.Platform,
  leaveOut: LeaveOut,
  asking = SYSTEM,
): Pick<SystemProbes, 'failedServices' | 'gpu' | 'diskHealth'> {
  const { ask } = asking;
  const services = hourly(asking, async () => {
    const [program, args, failed] =
      platform === 'darwin'
        ? (['launchctl', LAUNCHD_QUESTION, failedJobs] as const)
        : (['powershell.exe', WINDOWS_SERVICES_QUESTION, failedServices] as const);
    const text = await ask(program, args);
    return text === null ? undefined : failed(text);
  });
  const disks = new Disks(asking, leaveOut, async () => {
    const text = await ask('smartctl', SMART_SCAN, { anyStatus: true });
    return text === null ? null : scannedDevices(text);
  });
  // Without NVIDIA's program, it is looked for again after an hour.
  const hasNvidia = hourly(asking, async () => (await ask('nvidia-smi', ['-L'])) !== null);
  const gpu = async (): Promise<GpuReading | undefined> => {
    if (platform === 'darwin') {
      const text = await ask('ioreg', MAC_GPU_QUESTION);
      return text === null ? undefined : busiest(parseAccelerators(text));
    }
    if ((await hasNvidia()) !== true) return undefined;
    return busiest(parseNvidia((await ask('nvidia-smi', NVIDIA_QUESTION)) ?? ''));
  };
  return { failedServices: services, gpu, diskHealth: () => disks.read() };
}
