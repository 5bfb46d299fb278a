import type { LeaveOut, SystemProbes, SystemUptime } from '../probes.ts';
import { readBattery } from './battery.ts';
import { parseProcStat } from './cores.ts';
import { readDisks } from './disks.ts';
import { extraProbes } from './extras.ts';
import { FileSystems } from './file-systems.ts';
import { readMemory } from './memory.ts';
import { readInterfaces } from './network.ts';
import { ProcessTable, executableName } from './processes.ts';
import { readPressure } from './pressure.ts';
import { hostRoot, type HostRoot } from './root.ts';
import { Thermometer } from './temperature.ts';

/**
 * Reads everything from /proc and /sys without child processes; systeminformation would start `df`, `ps` and others
 * each time. The one exception is a file system that may hang.
 */
export function linuxProbes(
  root: HostRoot = hostRoot('/'),
  leaveOut: LeaveOut = () => undefined,
): SystemProbes {
  const fileSystems = new FileSystems(root, leaveOut);
  const thermometer = new Thermometer(root, leaveOut);
  const processes = new ProcessTable(root, leaveOut);
  return {
    cores: async () => parseProcStat(await root.read('proc/stat')),
    memory: () => readMemory(root),
    counters: async () => ({
      disks: await readDisks(root, leaveOut),
      interfaces: await readInterfaces(root, leaveOut),
    }),
    fileSystems: () => fileSystems.read(),
    temperature: () => thermometer.read(),
    battery: () => readBattery(root, leaveOut),
    processes: () => processes.read(),
    processName: (process) => executableName(root, process),
    uptime: () => readUptime(root),
    pressure: () => readPressure(root),
    custom: () => Promise.resolve([]),
    ...extraProbes(root, leaveOut),
  };
}

async function readUptime(root: HostRoot): Promise<SystemUptime> {
  const [uptimeS] = numbers(await root.tryRead('proc/uptime'));
  const [loadAvg1m, loadAvg5m, loadAvg15m] = numbers(await root.tryRead('proc/loadavg'));
  return {
    ...(uptimeS === undefined ? {} : { uptimeS }),
    ...(loadAvg1m === undefined ? {} : { loadAvg1m }),
    ...(loadAvg5m === undefined ? {} : { loadAvg5m }),
    ...(loadAvg15m === undefined ? {} : { loadAvg15m }),
  };
}

/** The numbers at the start of a line. */
function numbers(text: string): number[] {
  const fields = text.trim().split(/\s+/u);
  const end = fields.findIndex((field) => !/^\d+(?:\.\d+)?$/u.test(field));
  return fields.slice(0, end < 0 ? undefined : end).map(Number);
}
