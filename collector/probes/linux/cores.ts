import type { CoreTimes } from '../probes.ts';

/**
 * Parses the cores in `/proc/stat`. As in psutil, waiting for a disk is idle, and guest time is part of user time. If
 * no core is listed, the total stands for one.
 */
export function parseProcStat(text: string): CoreTimes[] {
  const lines = text.split('\n');
  const cores = lines.filter((line) => /^cpu\d/u.test(line));
  return (cores.length > 0 ? cores : lines.filter((line) => /^cpu\s/u.test(line))).map(parseCore);
}

function parseCore(line: string): CoreTimes {
  const [name = '', ...fields] = line.trim().split(/\s+/u);
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    fields.map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  return { core: Number(name.slice('cpu'.length)), busy, total: busy + idle + iowait };
}
