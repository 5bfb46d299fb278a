import type { CollectorExtra } from '../../contract/metrics.ts';
import { ControlGroup, groupProbes } from './linux/cgroup.ts';
import { linuxProbes } from './linux/linux-probes.ts';
import { hostRoot } from './linux/root.ts';
import { portableProbes } from './portable.ts';
import type { LeaveOut, SystemProbes } from './probes.ts';

/** What CPU, memory and pressure are of: the whole machine, or the control group that this process runs in. */
export const SCOPES = ['host', 'cgroup'] as const;
/** What CPU, memory and pressure are of. */
export type Scope = (typeof SCOPES)[number];

/** Which machine is measured, and how much of it. */
export interface Measuring {
  /** Where the file system of the machine is mounted, on Linux; this machine's own unless said otherwise. */
  hostRoot?: string | undefined;
  /** `host` unless said otherwise; systems other than Linux have no control groups. */
  scope?: Scope | undefined;
  /** What is not asked for. */
  without?: readonly CollectorExtra[] | undefined;
}

/** The probes of this system. */
export function systemProbes(
  { hostRoot: path = '/', scope = 'host', without = [] }: Measuring = {},
  leaveOut?: LeaveOut,
): SystemProbes {
  if (process.platform !== 'linux') return portableProbes(leaveOut);
  const root = hostRoot(path);
  const nothing = () => Promise.resolve(undefined);
  const machine: SystemProbes = {
    ...linuxProbes(root, leaveOut),
    ...(without.includes('gpu') ? { gpu: nothing } : {}),
    ...(without.includes('services') ? { failedServices: nothing } : {}),
  };
  return scope === 'cgroup' ? groupProbes(machine, new ControlGroup(root)) : machine;
}
