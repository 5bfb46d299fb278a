import { uncountedInterfaces, type Without } from '../../contract/collector-without.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { DropFolder } from './custom/drop-folder.ts';
import { ControlGroup, groupProbes } from './linux/cgroup.ts';
import { linuxProbes } from './linux/linux-probes.ts';
import { hostRoot } from './linux/root.ts';
import { portableProbes } from './portable.ts';
import type { LeaveOut, SystemProbes } from './probes.ts';

/** The scope of CPU, memory and pressure: the whole machine, or the control group of this process. */
export const SCOPES = ['host', 'cgroup'] as const;
/** The scope of CPU, memory and pressure. */
export type Scope = (typeof SCOPES)[number];

/** Which machine is measured, and how much of it. */
export interface Measuring {
  /** Where the machine's file system is mounted, on Linux; by default this machine's root. */
  hostRoot?: string | undefined;
  /** `host` by default; only Linux has control groups. */
  scope?: Scope | undefined;
  /** The drop folder for custom metrics; absent: none. */
  metricsFolder?: string | undefined;
  /** What is not measured, and interfaces that do not count. */
  without?: readonly Without[] | undefined;
}

/** The probes of this system. */
export function systemProbes(
  { hostRoot: path = '/', scope = 'host', without = [], metricsFolder }: Measuring = {},
  leaveOut: LeaveOut = () => undefined,
): SystemProbes {
  const custom = customProbe(metricsFolder, leaveOut);
  const isLinux = process.platform === 'linux';
  const root = hostRoot(path);
  const nothing = () => Promise.resolve(undefined);
  const all = isLinux ? linuxProbes(root, leaveOut) : portableProbes(leaveOut);
  const machine: SystemProbes = {
    ...all,
    counters: countersWithout(all.counters, uncountedInterfaces(without), leaveOut),
    custom,
    ...(without.includes('gpu') ? { gpu: nothing } : {}),
    ...(without.includes('services') ? { failedServices: nothing } : {}),
    ...(without.includes('smart') ? { diskHealth: nothing } : {}),
    ...(without.includes('containers') ? { containers: nothing } : {}),
  };
  return isLinux && scope === 'cgroup' ? groupProbes(machine, new ControlGroup(root)) : machine;
}

/**
 * Leaves interfaces out of the traffic. The others were chosen before: if none is left, there is no traffic to report,
 * and interfaces stacked on them do not replace them.
 */
function countersWithout(
  counters: SystemProbes['counters'],
  names: ReadonlySet<string>,
  leaveOut: LeaveOut,
): SystemProbes['counters'] {
  if (names.size === 0) return counters;
  return async () => {
    const { interfaces, ...rest } = await counters();
    if (interfaces === undefined) return rest;
    for (const { name } of interfaces)
      if (names.has(name)) leaveOut('network', `${name} is left out by the settings`);
    for (const name of names)
      if (!interfaces.some((one) => one.name === name))
        leaveOut(
          'network',
          `${name} is not among the interfaces that count: leaving it out changes nothing`,
        );
    return { ...rest, interfaces: interfaces.filter(({ name }) => !names.has(name)) };
  };
}

function customProbe(path: string | undefined, leaveOut: LeaveOut): SystemProbes['custom'] {
  if (path === undefined) return () => Promise.resolve([]);
  const { platform } = process;
  const folder = new DropFolder(path, {
    leaveOut,
    now: () => nowSeconds(systemClock),
    platform,
  });
  return () => folder.read();
}
