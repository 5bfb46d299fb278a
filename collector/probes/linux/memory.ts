import type { MemoryReading } from '../probes.ts';
import { parseMountinfo } from './mountinfo.ts';
import type { HostRoot } from './root.ts';

/**
 * The memory of a machine. The ZFS cache shrinks on demand like the page cache, but the kernel does not count it as
 * available, so it is added here. In a container whose meminfo comes from lxcfs, that cache is the host's and does not
 * count. Rejects if meminfo cannot be read or has no total.
 */
export async function readMemory(root: HostRoot): Promise<MemoryReading> {
  const reading = parseMeminfo(await root.read('proc/meminfo'));
  const cache = shrinkableCache(root.quick.read('proc/spl/kstat/zfs/arcstats'));
  const { total, available } = reading;
  if (cache === 0 || cache > total - available || (await isFromLxcfs(root))) return reading;
  return { ...reading, available: available + cache };
}

/** Bytes of the ZFS cache above its minimum, from `arcstats`; 0 without ZFS. */
export function shrinkableCache(arcstats: string): number {
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}\\s+\\d+\\s+(\\d+)\\s*$`, 'mu').exec(arcstats)?.[1] ?? NaN);
  const cache = bytes('size') - bytes('c_min');
  return cache > 0 ? cache : 0;
}

async function isFromLxcfs(root: HostRoot): Promise<boolean> {
  const mountinfo = root.own
    ? await root.tryRead('proc/self/mountinfo')
    : await root.firstOf('proc/1/mountinfo', 'proc/self/mountinfo');
  return parseMountinfo(mountinfo).some(
    ({ point, type }) => point === '/proc/meminfo' && type.startsWith('fuse'),
  );
}

/**
 * Parses `/proc/meminfo` (proc(5)), in KiB. Kernels before 3.14 do not report available memory: free memory and
 * droppable caches replace it. In containers some values are the host's and others the container's (lxcfs), so a part
 * can exceed its whole; such a value is ignored. Throws if there is no total.
 */
export function parseMeminfo(text: string): MemoryReading {
  const bytes = (name: string): number | undefined => {
    const match = new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text);
    return match === null ? undefined : Number(match[1]) * 1024;
  };
  const total = bytes('MemTotal');
  if (total === undefined || total === 0) throw new Error('/proc/meminfo names no total');
  const sum = ['MemFree', 'Buffers', 'Cached', 'SReclaimable'].reduce(
    (soFar, name) => soFar + (bytes(name) ?? 0),
    0,
  );
  // tmpfs files count as cached but cannot be dropped.
  const droppable = Math.max(0, sum - (bytes('Shmem') ?? 0));
  const said = bytes('MemAvailable');
  const available = said === undefined || said > total ? droppable : said;
  const swapTotal = bytes('SwapTotal') ?? 0;
  const swapFree = bytes('SwapFree') ?? swapTotal;
  return {
    total,
    available: Math.min(total, available),
    swapTotal,
    swapUsed: Math.max(0, swapTotal - swapFree),
  };
}
