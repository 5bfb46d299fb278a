import { cpus } from 'node:os';
import type systemInformation from 'systeminformation';
import type { Systeminformation } from 'systeminformation';
import type { CounterReading, ProcessReading, SystemNames, SystemProbes } from './probes.ts';

/** Network file systems and images say nothing of this machine's own disks. */
const REMOTE_TYPES =
  /nfs|smb|cifs|afp|webdav|fuse|osxfuse|squashfs|iso9660|cd9660|cdfs|udf|devfs|autofs/iu;
/** What Windows says of drives that are not its own disks. */
const REMOTE_DRIVES = new Set(['Network', 'CD/DVD']);
const LOOPBACK = /^lo\d*$|loopback/iu;

/** The part of systeminformation that is asked; a test answers in its stead. */
export type SystemInformation = Pick<
  typeof systemInformation,
  | 'mem'
  | 'fsStats'
  | 'networkStats'
  | 'fsSize'
  | 'blockDevices'
  | 'cpuTemperature'
  | 'battery'
  | 'processes'
  | 'osInfo'
  | 'cpu'
>;

export interface PortableOptions {
  platform: NodeJS.Platform;
  load: () => Promise<SystemInformation>;
  /** Cores of the machine. */
  cpuCount: number;
}

const SYSTEM: PortableOptions = {
  platform: process.platform,
  // Linux never needs it, and a module that is not loaded takes no memory.
  load: async () => (await import('systeminformation')).default,
  cpuCount: cpus().length,
};

/** macOS and Windows, by systeminformation; it starts the system's own tools for some of this. */
export function portableProbes({ platform, load, cpuCount } = SYSTEM): SystemProbes {
  const addUp = networkTotals();
  const isLocalDrive = windowsDrives(load);
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
        ...addUp(networks),
      };
    },
    fullestDisk: async () => {
      const volumes = await (await load()).fsSize();
      // macOS and Windows may leave `rw` out.
      const own = volumes.filter(
        ({ type, rw, size }) => size > 0 && rw !== false && !REMOTE_TYPES.test(type),
      );
      const isLocal = platform === 'win32' ? await isLocalDrive(own) : () => true;
      const local = own.filter(isLocal);
      return local.length === 0 ? undefined : Math.max(...local.map(({ use }) => use));
    },
    temperature: async () => known((await (await load()).cpuTemperature()).main),
    battery: async () => {
      const { hasBattery, percent } = await (await load()).battery();
      return hasBattery ? known(percent) : undefined;
    },
    processes: async () => {
      const { list } = await (await load()).processes();
      const read = platform === 'win32' ? windowsProcess : macProcess;
      // The idle process of Windows stands for what nobody used.
      return list.filter(({ pid }) => pid !== 0).map((process) => read(process, cpuCount));
    },
  };
}

/** Name of the system and model of the processor. */
export async function portableNames({ load } = SYSTEM): Promise<SystemNames> {
  const si = await load();
  const [system, cpu] = await Promise.all([si.osInfo(), si.cpu()]);
  const os = joined(system.distro, system.release);
  const cpuModel = joined(cpu.manufacturer, cpu.brand);
  return { ...(os === '' ? {} : { os }), ...(cpuModel === '' ? {} : { cpuModel }) };
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '' && part !== 'unknown').join(' ');
}

type NetworkReading = Pick<Systeminformation.NetworkStatsData, 'iface' | 'rx_bytes' | 'tx_bytes'>;

/**
 * Adds up what each interface has counted since it was first seen. systeminformation says 0 for an interface that it has missed in
 * one reading: in a plain sum all its bytes would go away and come back as one burst.
 */
function networkTotals(): (
  networks: readonly NetworkReading[],
) => Pick<CounterReading, 'netRx' | 'netTx'> {
  const seen = new Map<string, { rx: number; tx: number }>();
  let netRx = 0;
  let netTx = 0;
  return (networks) => {
    for (const { iface, rx_bytes: rx, tx_bytes: tx } of networks) {
      const isCounted = Number.isFinite(rx) && Number.isFinite(tx) && rx + tx > 0;
      if (LOOPBACK.test(iface) || !isCounted) continue;
      const before = seen.get(iface) ?? { rx, tx };
      netRx += Math.max(0, rx - before.rx);
      netTx += Math.max(0, tx - before.tx);
      seen.set(iface, { rx, tx });
    }
    return seen.size === 0 ? {} : { netRx, netTx };
  };
}

type Volume = Pick<Systeminformation.FsSizeData, 'mount'>;

/**
 * A network drive of Windows has the type of the file system at its other end; what kind of drive it is, another question
 * tells, which is asked only when a new drive is there.
 */
function windowsDrives(
  load: () => Promise<SystemInformation>,
): (volumes: readonly Volume[]) => Promise<(volume: Volume) => boolean> {
  let kinds = new Map<string, string>();
  return async (volumes) => {
    if (volumes.some(({ mount }) => !kinds.has(mount))) {
      const devices = await (await load()).blockDevices();
      kinds = new Map([
        ...volumes.map(({ mount }) => [mount, ''] as const),
        ...devices.map(({ mount, physical }) => [mount, physical] as const),
      ]);
    }
    return ({ mount }) => !REMOTE_DRIVES.has(kinds.get(mount) ?? '');
  };
}

type SystemProcess = Systeminformation.ProcessesProcessData;

/** `ps` says the share of one core, a mean that decays over up to a minute (ps(1) of macOS). */
function macProcess(process: SystemProcess, cpuCount: number): ProcessReading {
  return { ...reading(process), cpuShare: process.cpu / 100 / cpuCount };
}

/** Here it is the share of all cores since the call before, in user and system mode. */
function windowsProcess(process: SystemProcess): ProcessReading {
  return { ...reading(process), cpuShare: (process.cpuu + process.cpus) / 100 };
}

/** Memory is in KiB. */
function reading({ pid, name, memRss, started }: SystemProcess): ProcessReading {
  return { pid, name, memoryBytes: memRss * 1024, startedAt: Date.parse(started) };
}

/** systeminformation says null, or -1, where it does not know. */
function known(value: number | null): number | undefined {
  return value === null || !Number.isFinite(value) || value < 0 ? undefined : value;
}
