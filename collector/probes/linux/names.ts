import { cpus } from 'node:os';
import type { SystemNames } from '../probes.ts';
import { parseProcStat } from './cores.ts';
import { parseMeminfo } from './memory.ts';
import type { HostRoot } from './root.ts';

/** Name and version of the distribution from os-release(5), such as `Debian GNU/Linux 12`; undefined without a name. */
export function parseOsRelease(text: string): string | undefined {
  const value = (key: string): string =>
    new RegExp(`^${key}=(["']?)(.*)\\1$`, 'mu').exec(text)?.[2]?.trim() ?? '';
  const name = value('NAME');
  return name === '' ? undefined : [name, value('VERSION_ID')].join(' ').trim();
}

/** Falls back to the second path of os-release(5) if `etc/os-release` is missing. */
export async function linuxNames(root: HostRoot): Promise<SystemNames> {
  const os = parseOsRelease(await root.firstOf('etc/os-release', 'usr/lib/os-release'));
  const told = root.own ? (cpus()[0]?.model.trim() ?? '') : '';
  const cpuModel = isKnown(told) ? told : await namedModel(root);
  return {
    ...(os === undefined ? {} : { os }),
    ...(cpuModel === undefined ? {} : { cpuModel }),
  };
}

/** Keys of `/proc/cpuinfo` on x86 and LoongArch, MIPS, RISC-V and POWER. */
const MODEL_KEYS = ['[Mm]odel [Nn]ame', 'cpu model', 'uarch', 'cpu'];

/** ARM kernels do not name the processor: use the board, then the hardware of 32-bit kernels. */
async function namedModel(root: HostRoot): Promise<string | undefined> {
  const cpuinfo = await root.tryRead('proc/cpuinfo');
  const value = (key: string): string =>
    new RegExp(`^${key}[ \\t]*:[ \\t]*(.+)$`, 'mu').exec(cpuinfo)?.[1]?.trim() ?? '';
  const board = (await root.tryRead('proc/device-tree/model')).replaceAll('\0', '').trim();
  return [...MODEL_KEYS.map(value), value('Model'), board, value('Hardware')].find(isKnown);
}

/** Node reports "unknown" if the kernel names no model; so do some virtual machines. */
function isKnown(model: string): boolean {
  return model !== '' && model !== 'unknown';
}

/** The name in hostname(5), which may contain comments; or empty. */
function parseHostname(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
}

/** Size and name of the machine below another root; unknown values are absent. */
export interface MachineFacts {
  cpuCount?: number;
  /** Bytes. */
  memoryTotal?: number;
  hostname?: string;
}

/** Cores, memory (bytes) and name of a mounted machine; unreadable values are absent. */
export async function machineFacts(root: HostRoot): Promise<MachineFacts> {
  const cores = parseProcStat(await root.tryRead('proc/stat'));
  const meminfo = await root.tryRead('proc/meminfo');
  const hostname = parseHostname(await root.firstOf('etc/hostname', 'proc/1/root/etc/hostname'));
  return {
    ...(cores.length === 0 ? {} : { cpuCount: cores.length }),
    ...(meminfo === '' ? {} : { memoryTotal: parseMeminfo(meminfo).total }),
    ...(hostname === '' ? {} : { hostname }),
  };
}
