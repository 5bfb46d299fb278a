import { cpus } from 'node:os';
import type { SystemNames } from '../probes.ts';
import { parseProcStat } from './cores.ts';
import { parseMeminfo } from './memory.ts';
import type { HostRoot } from './root.ts';

/**
 * Name and version of the distribution from os-release(5), e.g. `Debian GNU/Linux 12`; undefined where it has no name.
 */
export function parseOsRelease(text: string): string | undefined {
  const value = (key: string): string =>
    new RegExp(`^${key}=(["']?)(.*)\\1$`, 'mu').exec(text)?.[2]?.trim() ?? '';
  const name = value('NAME');
  return name === '' ? undefined : [name, value('VERSION_ID')].join(' ').trim();
}

/** `etc/os-release` may be missing: then the other place that os-release(5) names says it. */
export async function linuxNames(root: HostRoot): Promise<SystemNames> {
  const os = parseOsRelease(await root.firstOf('etc/os-release', 'usr/lib/os-release'));
  const cpuModel = root.own
    ? (cpus()[0]?.model.trim() ?? '')
    : (/^model name\s*:\s*(.+)$/mu.exec(await root.tryRead('proc/cpuinfo'))?.[1]?.trim() ?? '');
  return {
    ...(os === undefined ? {} : { os }),
    // ARM kernels name no model; Node then says "unknown".
    ...(cpuModel === '' || cpuModel === 'unknown' ? {} : { cpuModel }),
  };
}

/** Size and name of another root's machine; what it does not say is absent. */
export interface MachineFacts {
  cpuCount?: number;
  /** Bytes. */
  memoryTotal?: number;
  hostname?: string;
}

/** Cores, memory (bytes) and name of a mounted machine; what cannot be read is absent. */
export async function machineFacts(root: HostRoot): Promise<MachineFacts> {
  const cores = parseProcStat(await root.tryRead('proc/stat'));
  const meminfo = await root.tryRead('proc/meminfo');
  const hostname = (await root.firstOf('etc/hostname', 'proc/1/root/etc/hostname')).trim();
  return {
    ...(cores.length === 0 ? {} : { cpuCount: cores.length }),
    ...(meminfo === '' ? {} : { memoryTotal: parseMeminfo(meminfo).total }),
    ...(hostname === '' ? {} : { hostname }),
  };
}
