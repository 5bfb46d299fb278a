import { cpus, loadavg, uptime } from 'node:os';
import type { Systeminformation } from 'systeminformation';
import { containersOnce } from './apfs.ts';
import type { Asking } from './disk-health.ts';
import { portableExtras } from './portable-extras.ts';
import { portableInterfaces } from './portable-network.ts';
import type {
  CoreTimes,
  LeaveOut,
  ProcessReading,
  SystemNames,
  SystemProbes,
  SystemUptime,
} from './probes.ts';
import type { SystemInformation } from './system-information.ts';

/** Network file systems and images say nothing about this machine's own disks. */
const REMOTE_TYPES =
  /nfs|smb|cifs|afp|webdav|fuse|osxfuse|squashfs|iso9660|cd9660|cdfs|udf|devfs|autofs/iu;
/** Windows' kinds of drives that are not its own disks. */
const REMOTE_DRIVES = new Set(['Network', 'CD/DVD']);
/** °C that no processor sensor reports. */
const TOO_HOT = 150;

/** How systems other than Linux are measured. */
export interface PortableOptions {
  platform: NodeJS.Platform;
  load: () => Promise<SystemInformation>;
  /** Cores of the machine. */
  cpuCount: number;
  /** How other programs are run; the system's own by default. */
  asking?: Asking;
}

const SYSTEM: PortableOptions = {
  platform: process.platform,
  // Linux never needs it, and a module that is not loaded takes no memory.
  load: async () => (await import('systeminformation')).default,
  cpuCount: cpus().length,
};

/** macOS and Windows, through systeminformation, which starts the system's own tools for some values. */
export function portableProbes(
  leaveOut: LeaveOut = () => undefined,
  { platform, load, cpuCount, asking }: PortableOptions = SYSTEM,
): SystemProbes {
  const interfaces = portableInterfaces({ platform, load, leaveOut });
  const isLocalDrive = windowsDrives(load);
  return {
    cores: () => Promise.resolve(cpus().map(coreTimes)),
    memory: async () => {
      const { total, available, swaptotal, swapused } = await (await load()).mem();
      if (!(total > 0)) throw new Error('systeminformation names no total memory');
      return {
        total,
        available: between(0, available, total),
        swapTotal: swaptotal,
        swapUsed: between(0, swapused, swaptotal),
      };
    },
    counters: async () => {
      const si = await load();
      const [disks, members] = await Promise.all([si.fsStats(), interfaces()]);
      // The types always promise fsStats; Windows returns null.
      const stats = disks as typeof disks | null;
      return {
        disks:
          stats === null
            ? []
            : [{ id: 'disks', name: 'disks', in: stats.rx, out: stats.wx, wrapsAt: 0 }],
        interfaces: members,
      };
    },
    fileSystems: async () => {
      const answer = await (await load()).fsSize();
      const volumes = platform === 'darwin' ? containersOnce(answer, leaveOut) : answer;
      // macOS and Windows may omit `rw`.
      const own = volumes.filter(
        ({ type, rw, size, use }) =>
          size > 0 && rw !== false && !REMOTE_TYPES.test(type) && use >= 0 && use <= 100,
      );
      const isLocal = platform === 'win32' ? await isLocalDrive(own) : () => true;
      // Used and available then agree with the percentage that the system reports.
      return own
        .filter(isLocal)
        .map(({ mount, size, use }) => ({ mount, size, used: (size * use) / 100 }));
    },
    temperature: async () => {
      const value = known((await (await load()).cpuTemperature()).main);
      if (value === undefined || (value > 0 && value <= TOO_HOT)) return value;
      leaveOut('temperature', `the system says ${String(value)} °C, which is implausible`);
      return undefined;
    },
    battery: async () => batteryPercent(await (await load()).battery()),
    processes: async () => {
      const { list } = await (await load()).processes();
      const read = platform === 'win32' ? windowsProcess : macProcess;
      // The idle process of Windows stands for unused time.
      return list.filter(({ pid }) => pid !== 0).map((process) => read(process, cpuCount));
    },
    processName: ({ name }) => Promise.resolve(name),
    uptime: () => Promise.resolve({ uptimeS: uptime(), ...loadAverages(platform) }),
    pressure: () => Promise.resolve(undefined),
    ...portableExtras(platform, leaveOut, asking),
    containers: () => Promise.resolve(undefined),
    custom: () => Promise.resolve([]),
  };
}

function coreTimes({ times }: ReturnType<typeof cpus>[number], core: number): CoreTimes {
  const total = times.user + times.nice + times.sys + times.irq + times.idle;
  return { core, busy: total - times.idle, total };
}

/** Windows has no load average: Node returns zeros there. */
function loadAverages(platform: NodeJS.Platform): Partial<SystemUptime> {
  if (platform === 'win32') return {};
  const [loadAvg1m = 0, loadAvg5m = 0, loadAvg15m = 0] = loadavg();
  return { loadAvg1m, loadAvg5m, loadAvg15m };
}

type Battery = Pick<Systeminformation.BatteryData, 'hasBattery' | 'percent' | 'maxCapacity'>;

/** The charge of all batteries together, weighted by capacity. */
function batteryPercent(first: Systeminformation.BatteryData): number | undefined {
  const batteries = [first, ...(first.additionalBatteries ?? [])]
    .filter(isKnown)
    // A worn battery may report more than its capacity; the surplus must not count for another.
    .map((battery: Battery): Battery => ({ ...battery, percent: Math.min(100, battery.percent) }));
  if (batteries.length === 0) return undefined;
  const weighed = batteries.every(({ maxCapacity }) => maxCapacity > 0);
  const weight = ({ maxCapacity }: Battery): number => (weighed ? maxCapacity : 1);
  const whole = batteries.reduce((sum, battery) => sum + weight(battery), 0);
  return batteries.reduce((sum, battery) => sum + battery.percent * weight(battery), 0) / whole;
}

/** systeminformation turns an unknown value into 0, so an empty battery without a size is no battery. */
function isKnown({ hasBattery, percent, maxCapacity }: Battery): boolean {
  return (
    hasBattery && Number.isFinite(percent) && (percent > 0 || (percent === 0 && maxCapacity > 0))
  );
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
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

type Volume = Pick<Systeminformation.FsSizeData, 'mount'>;

/**
 * A Windows network drive reports the file system type of its other end. Only a separate query tells the kind of drive,
 * so it runs only when a new drive appears.
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

/** `ps` reports the share of one core, as a mean that decays over up to a minute (macOS ps(1)). */
function macProcess(process: SystemProcess, cpuCount: number): ProcessReading {
  return { ...reading(process), cpuShare: process.cpu / 100 / cpuCount };
}

/** Here it is the share of all cores since the last call, in user and system mode. */
function windowsProcess(process: SystemProcess): ProcessReading {
  return { ...reading(process), cpuShare: (process.cpuu + process.cpus) / 100 };
}

/** Memory is in KiB. */
function reading({ pid, name, memRss, started }: SystemProcess): ProcessReading {
  return { pid, name, memoryBytes: memRss * 1024, startedAt: Date.parse(started) };
}

/** systeminformation returns null or -1 for unknown values. */
function known(value: number | null): number | undefined {
  return value === null || !Number.isFinite(value) || value < 0 ? undefined : value;
}
