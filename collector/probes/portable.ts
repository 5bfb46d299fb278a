import type { Systeminformation } from 'systeminformation';
import type { ProcessReading, SystemNames, SystemProbes } from './probes.ts';

/** Network file systems and images say nothing of this machine's own disks. */
const REMOTE_TYPES =
  /nfs|smb|cifs|afp|webdav|fuse|osxfuse|squashfs|iso9660|cd9660|udf|devfs|autofs/iu;

/** The part of systeminformation that is asked; a test answers in its stead. */
export type SystemInformation = Pick<
  typeof import('systeminformation'),
  | 'mem'
  | 'fsStats'
  | 'networkStats'
  | 'fsSize'
  | 'cpuTemperature'
  | 'battery'
  | 'processes'
  | 'osInfo'
  | 'cpu'
>;

/** Linux never needs it, and a module that is not loaded takes no memory. */
async function systemInformation(): Promise<SystemInformation> {
  return (await import('systeminformation')).default;
}

/** macOS and Windows, by systeminformation; it starts the system's own tools for some of this. */
export function portableProbes(load = systemInformation): SystemProbes {
  return {
    memory: async () => {
      const { total, available, swaptotal, swapused } = await (await load()).mem();
      if (!(total > 0)) throw new Error('systeminformation names no total memory');
      return { total, available, swapTotal: swaptotal, swapUsed: swapused };
    },
    counters: async () => {
      const si = await load();
      const [disks, networks] = await Promise.all([si.fsStats(), si.networkStats('*')]);
      // The types promise fsStats always; Windows answers null.
      const stats = disks as typeof disks | null;
      return {
        ...(stats === null ? {} : { diskRead: stats.rx, diskWrite: stats.wx }),
        netRx: networks.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
        netTx: networks.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
      };
    },
    fullestDisk: async () => {
      const volumes = await (await load()).fsSize();
      const local = volumes.filter(({ type, rw, size }) => {
        // macOS and Windows may leave `rw` out.
        const writable = rw !== false;
        return size > 0 && writable && !REMOTE_TYPES.test(type);
      });
      return local.length === 0 ? undefined : Math.max(...local.map(({ use }) => use));
    },
    temperature: async () => known((await (await load()).cpuTemperature()).main),
    battery: async () => {
      const { hasBattery, percent } = await (await load()).battery();
      return hasBattery ? known(percent) : undefined;
    },
    processes: async () => {
      const { list } = await (await load()).processes();
      return list.map(toReading);
    },
  };
}

/** Name of the system and model of the processor. */
export async function portableNames(load = systemInformation): Promise<SystemNames> {
  const si = await load();
  const [system, cpu] = await Promise.all([si.osInfo(), si.cpu()]);
  const os = joined(system.distro, system.release);
  const cpuModel = joined(cpu.manufacturer, cpu.brand);
  return { ...(os === '' ? {} : { os }), ...(cpuModel === '' ? {} : { cpuModel }) };
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '' && part !== 'unknown').join(' ');
}

/** systeminformation counts CPU since the start of a process as a share; memory in KiB. */
function toReading(process: Systeminformation.ProcessesProcessData): ProcessReading {
  const startedAt = Date.parse(process.started);
  const ageSeconds = Math.max(0, (Date.now() - startedAt) / 1000);
  return {
    pid: process.pid,
    name: process.name,
    cpuSeconds: ((process.cpuu + process.cpus) / 100) * ageSeconds,
    memoryBytes: process.memRss * 1024,
    startedAt,
  };
}

/** systeminformation says null, or -1, where it does not know. */
function known(value: number | null): number | undefined {
  return value === null || !Number.isFinite(value) || value < 0 ? undefined : value;
}
