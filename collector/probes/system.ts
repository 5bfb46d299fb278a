import { linuxProbes } from './linux/linux-probes.ts';
import { hostRoot } from './linux/root.ts';
import { portableProbes } from './portable.ts';
import type { LeaveOut, SystemProbes } from './probes.ts';

/** The probes of this system. `root` is where the file system of the machine to measure is mounted, for Linux alone. */
export function systemProbes(root = '/', leaveOut?: LeaveOut): SystemProbes {
  return process.platform === 'linux'
    ? linuxProbes(hostRoot(root), leaveOut)
    : portableProbes(leaveOut);
}
