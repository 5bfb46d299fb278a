import type { MemoryReading } from '../probes.ts';

/**
 * Memory from the text of `/proc/meminfo` (proc(5)), which counts in KiB. Kernels before 3.14 do not say what is
 * available: there it is what is free or can be dropped. In containers some values are the host's and others the
 * container's (lxcfs), so that parts can be greater than their whole: such a value is not believed. Throws where the
 * text names no total.
 */
export function parseMeminfo(text: string): MemoryReading {
  const bytes = (name: string): number | undefined => {
    const match = new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text);
    return match === null ? undefined : Number(match[1]) * 1024;
  };
  const total = bytes('MemTotal');
  if (total === undefined || total === 0) throw new Error('/proc/meminfo names no total');
  const droppable = ['MemFree', 'Buffers', 'Cached'].reduce(
    (sum, name) => sum + (bytes(name) ?? 0),
    0,
  );
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
