import si from 'systeminformation';
import type { ProcessReading, SystemProbes } from './probes.ts';

/** Network file systems and images say nothing of this machine's own disks. */
const REMOTE_TYPES =
  /nfs|smb|cifs|afp|webdav|fuse|osxfuse|squashfs|iso9660|cd9660|udf|devfs|autofs/iu;

/** macOS and Windows, by systeminformation; it starts the system's own tools for some of this. */
export function portableProbes(): SystemProbes {
  return {
    counters: async () => {
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
      const volumes = await si.fsSize();
      const local = volumes.filter(({ type, rw, size }) => {
        // macOS and Windows may leave `rw` out.
        const writable = rw !== false;
        return size > 0 && writable && !REMOTE_TYPES.test(type);
      });
      return local.length === 0 ? undefined : Math.max(...local.map(({ use }) => use));
    },
    temperature: async () => known((await si.cpuTemperature()).main),
    battery: async () => {
      const { hasBattery, percent } = await si.battery();
      return hasBattery ? known(percent) : undefined;
    },
    processes: async () => {
      const { list } = await si.processes();
      return list.map(toReading);
    },
  };
}

/** systeminformation counts CPU since the start of a process as a share; memory in KiB. */
function toReading(process: si.Systeminformation.ProcessesProcessData): ProcessReading {
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
