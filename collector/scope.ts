import { ControlGroup } from './probes/linux/cgroup.ts';
import { hostRoot } from './probes/linux/root.ts';
import type { Measuring, Scope } from './probes/system.ts';

const MIB = 1024 * 1024;

/** The scope of CPU, memory and pressure, and the limits of this process' control group. */
export interface ShownScope {
  scope: Scope;
  /** Absent: all of the machine's. */
  cpus?: number;
  /** MiB; absent: all of the machine's. */
  memoryMb?: number;
}

/** What a collector measures. Limits are present if the process runs in a control group that has some. */
export async function shownScope(measuring: Measuring): Promise<ShownScope> {
  const { scope = 'host', hostRoot: root = '/' } = measuring;
  const limits =
    process.platform === 'linux' ? await new ControlGroup(hostRoot(root)).limits() : null;
  const { cpus, memory } = limits ?? {};
  return {
    scope,
    ...(cpus === undefined ? {} : { cpus }),
    ...(memory === undefined ? {} : { memoryMb: Math.round(memory / MIB) }),
  };
}

/** The same as a sentence; null if there is nothing to say: no limit, and the scope is the machine. */
export function scopeSentence({ scope, cpus, memoryMb }: ShownScope): string | null {
  const limits = [
    ...(cpus === undefined ? [] : [`${String(Math.round(cpus * 100) / 100)} processors`]),
    ...(memoryMb === undefined ? [] : [`${String(memoryMb)} MiB of memory`]),
  ].join(' and ');
  if (scope === 'cgroup')
    return `CPU, memory and pressure are those of this control group${limits === '' ? ', which has no limit' : `, limited to ${limits}`}.`;
  return limits === ''
    ? null
    : `CPU, memory and pressure are the whole machine\u2019s, although this control group is limited to ${limits}. --scope cgroup measures the group.`;
}
