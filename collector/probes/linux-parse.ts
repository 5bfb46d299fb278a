import type { CounterReading, MemoryReading, ProcessReading } from './probes.ts';

/** Readers of the texts under /proc (proc(5)); they take text, so that they can be tested anywhere. */

const SECTOR = 512;

/** Whole disks: partitions, loop devices, RAM disks and device-mapper volumes would count bytes twice. */
const WHOLE_DISK = /^(?:sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/u;

/** File systems that are local and hold files of people; read-only images (squashfs) are always full. */
const LOCAL_TYPES = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'zfs',
  'f2fs',
  'jfs',
  'reiserfs',
  'bcachefs',
  'vfat',
  'exfat',
  'ntfs',
  'ntfs3',
]);

/**
 * Memory from `/proc/meminfo`, which counts in KiB. Kernels before 3.14 do not say what is available: there it is what is free
 * or can be dropped. Throws where the text is of another form.
 */
export function parseMeminfo(text: string): MemoryReading {
  const bytes = (name: string): number | undefined => {
    const match = new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text);
    return match === null ? undefined : Number(match[1]) * 1024;
  };
  const total = bytes('MemTotal');
  if (total === undefined || total === 0) throw new Error('/proc/meminfo names no total');
  const droppable = ['MemFree', 'Buffers', 'Cached'].map((name) => bytes(name) ?? 0);
  const swapTotal = bytes('SwapTotal') ?? 0;
  return {
    total,
    available: bytes('MemAvailable') ?? droppable.reduce((sum, part) => sum + part, 0),
    swapTotal,
    swapUsed: swapTotal - (bytes('SwapFree') ?? swapTotal),
  };
}

/** Name and version of the distribution from os-release(5), e.g. `Debian GNU/Linux 12`; undefined where it has no name. */
export function parseOsRelease(text: string): string | undefined {
  const value = (key: string): string =>
    new RegExp(`^${key}=(["']?)(.*)\\1$`, 'mu').exec(text)?.[2]?.trim() ?? '';
  const name = value('NAME');
  return name === '' ? undefined : [name, value('VERSION_ID')].join(' ').trim();
}

/** Bytes read and written by whole disks, from `/proc/diskstats`. */
export function parseDiskstats(text: string): Pick<CounterReading, 'diskRead' | 'diskWrite'> {
  let diskRead = 0;
  let diskWrite = 0;
  let found = false;
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/u);
    if (!WHOLE_DISK.test(fields[2] ?? '')) continue;
    found = true;
    diskRead += Number(fields[5]) * SECTOR;
    diskWrite += Number(fields[9]) * SECTOR;
  }
  return found ? { diskRead, diskWrite } : {};
}

/** Bytes received and sent by all interfaces but the loopback, from `/proc/net/dev`. */
export function parseNetDev(text: string): Pick<CounterReading, 'netRx' | 'netTx'> {
  let netRx = 0;
  let netTx = 0;
  for (const line of text.split('\n')) {
    const match = /^\s*([^:\s]+):\s*(.*)$/u.exec(line);
    if (match === null || match[1] === 'lo') continue;
    const fields = (match[2] ?? '').split(/\s+/u);
    netRx += Number(fields[0]);
    netTx += Number(fields[8]);
  }
  return { netRx, netTx };
}

/** Mount points of local, writable file systems, each device once, from `/proc/self/mounts`. */
export function parseMounts(text: string): string[] {
  const byDevice = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [device, point, type, options] = line.split(' ');
    if (device === undefined || point === undefined || !LOCAL_TYPES.has(type ?? '')) continue;
    if ((options ?? '').split(',').includes('ro') || byDevice.has(device)) continue;
    byDevice.set(device, unescapeMount(point));
  }
  return [...byDevice.values()];
}

/**
 * One `/proc/PID/stat`, or null where it is not of that form. `ticks` are clock ticks a second, `pageSize` bytes. The name
 * stands in parentheses and may itself hold spaces and parentheses.
 */
export function parsePidStat(text: string, ticks: number, pageSize: number): ProcessReading | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const reading = {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    startedAt: Number(fields[19]),
    memoryBytes: Number(fields[21]) * pageSize,
  };
  return Number.isFinite(reading.cpuSeconds) && Number.isFinite(reading.memoryBytes)
    ? reading
    : null;
}

/** The kernel writes space, tab, newline and backslash in octal. */
function unescapeMount(point: string): string {
  return point.replace(/\\([0-7]{3})/gu, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
