import { readFile, readdir, statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import {
  parseDiskstats,
  parseMeminfo,
  parseMounts,
  parseNetDev,
  parseOsRelease,
  parsePidStat,
} from './linux-parse.ts';
import type { CounterReading, ProcessReading, SystemNames, SystemProbes } from './probes.ts';

/** Clock ticks a second and page size, fixed on every Linux that Node runs on but for pages of some ARM kernels. */
const TICKS = 100;
const PAGE_SIZE = 4096;
const MILLI = 1000;

/** Names of temperature zones that are the processor's own. */
const CPU_ZONE = /x86_pkg_temp|cpu|soc|k10temp|coretemp/iu;

/**
 * Linux says everything in /proc and /sys: no child process is started, where systeminformation starts `df`, `ps` and
 * others each time.
 */
export function linuxProbes(root = '/'): SystemProbes {
  const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
  return {
    memory: async () => parseMeminfo(await read('proc/meminfo')),
    counters: async (): Promise<CounterReading> => ({
      ...parseDiskstats(await read('proc/diskstats').catch(absent)),
      ...parseNetDev(await read('proc/net/dev')),
    }),
    fullestDisk: async () => fullest(parseMounts(await read('proc/self/mounts'))),
    temperature: () => readTemperature(root, read),
    battery: () => readBattery(root, read),
    processes: () => readProcesses(root, read),
  };
}

/** `etc/os-release` may be missing: then the other place that os-release(5) names says it. */
export async function linuxNames(root = '/'): Promise<SystemNames> {
  const read = (path: string): Promise<string> =>
    readFile(join(root, path), 'utf8').catch(() => '');
  const os =
    parseOsRelease(await read('etc/os-release')) ??
    parseOsRelease(await read('usr/lib/os-release'));
  // ARM kernels name no model; Node then says "unknown".
  const cpuModel = cpus()[0]?.model.trim() ?? '';
  return {
    ...(os === undefined ? {} : { os }),
    ...(cpuModel === '' || cpuModel === 'unknown' ? {} : { cpuModel }),
  };
}

type Read = (path: string) => Promise<string>;

/** As `df` counts: blocks that only root may use belong to neither side. */
async function fullest(points: string[]): Promise<number | undefined> {
  let most: number | undefined;
  for (const point of points) {
    const stats = await statfs(point).catch(() => null);
    if (stats === null || stats.blocks === 0) continue;
    const used = stats.blocks - stats.bfree;
    const percent = (used / (used + stats.bavail)) * 100;
    if (Number.isFinite(percent)) most = Math.max(most ?? 0, percent);
  }
  return most;
}

async function readTemperature(root: string, read: Read): Promise<number | undefined> {
  const folder = 'sys/class/thermal';
  const zones = await readdir(join(root, folder)).catch(() => []);
  for (const zone of zones) {
    if (!zone.startsWith('thermal_zone')) continue;
    const type = await read(join(folder, zone, 'type')).catch(absent);
    if (!CPU_ZONE.test(type)) continue;
    const value = Number(await read(join(folder, zone, 'temp')).catch(() => 'NaN')) / MILLI;
    if (Number.isFinite(value)) return value;
  }
  return undefined;
}

async function readBattery(root: string, read: Read): Promise<number | undefined> {
  const folder = 'sys/class/power_supply';
  const supplies = await readdir(join(root, folder)).catch(() => []);
  for (const supply of supplies) {
    const type = await read(join(folder, supply, 'type')).catch(absent);
    if (type.trim() !== 'Battery') continue;
    const value = Number(await read(join(folder, supply, 'capacity')).catch(() => 'NaN'));
    if (Number.isFinite(value)) return value;
  }
  return undefined;
}

async function readProcesses(root: string, read: Read): Promise<ProcessReading[]> {
  const entries = await readdir(join(root, 'proc'));
  const found: ProcessReading[] = [];
  for (const entry of entries) {
    if (!/^\d+$/u.test(entry)) continue;
    // A process may end between the listing and the reading.
    const text = await read(join('proc', entry, 'stat')).catch(absent);
    const reading = parsePidStat(text, TICKS, PAGE_SIZE);
    if (reading !== null) found.push(reading);
  }
  return found;
}

function absent(): string {
  return '';
}
