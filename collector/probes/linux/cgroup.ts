import { dirname } from 'node:path';
import type { CoreTimes, MemoryReading, PressureReading, SystemProbes } from '../probes.ts';
import { parseProcStat } from './cores.ts';
import { readPressure } from './pressure.ts';
import { plainNumber, type HostRoot } from './root.ts';

const FOLDER = 'sys/fs/cgroup';
/** Version 1's value for "no limit": the greatest multiple of a page that fits. */
const NO_LIMIT_V1 = 2 ** 60;

/** The limits of a control group; an unlimited resource is absent. */
export interface GroupLimits {
  /** Processors, possibly a fraction: 0.5. */
  cpus?: number;
  /** Bytes. */
  memory?: number;
}

/** Where the group's controllers are: separate folders in version 1, the same one in version 2. */
interface GroupPlace {
  version: 1 | 2;
  /** The folders of the group and its ancestors, by controller; the group first. */
  cpu: string[];
  cpuacct: string[];
  cpuset: string[];
  memory: string[];
}

/** The control group of this process (cgroups(7)): that of a container or a service. Versions 1 and 2. */
export class ControlGroup {
  readonly #root: HostRoot;
  readonly #elapsed: () => number;
  #place: Promise<GroupPlace | null> | null = null;
  /** Processor seconds that the group could have used so far, by its limit at each reading. */
  #allowed = { at: 0, seconds: 0 };

  /** `elapsed`: seconds on a monotonic clock. */
  constructor(root: HostRoot, elapsed = (): number => performance.now() / 1000) {
    this.#root = root;
    this.#elapsed = elapsed;
    this.#allowed.at = elapsed();
  }

  /** The narrowest limits of the group and its ancestors. Null without control groups. */
  async limits(): Promise<GroupLimits | null> {
    const place = await this.#find();
    if (place === null) return null;
    const cpus = least([
      ...(await Promise.all(place.cpu.map((folder) => this.#quota(folder, place.version)))),
      await this.#cpusOfSet(place),
    ]);
    const file = place.version === 2 ? 'memory.max' : 'memory.limit_in_bytes';
    const memory = least(
      await Promise.all(
        place.memory.map(async (folder) => {
          const bytes = await this.#number(`${folder}/${file}`);
          return bytes === undefined || bytes >= NO_LIMIT_V1 ? undefined : bytes;
        }),
      ),
    );
    const machine = await this.#machine();
    return {
      ...(cpus === undefined || cpus >= machine.cpus ? {} : { cpus }),
      ...(memory === undefined || memory >= machine.memory ? {} : { memory }),
    };
  }

  /**
   * The group's use of the processors that it may use, as one core that stands for them. Throws without control groups.
   */
  async cores(): Promise<CoreTimes[]> {
    const place = await this.#found();
    const used = await this.#cpuSeconds(place);
    if (used === undefined) throw new Error('the control group does not report its CPU time');
    const cpus = (await this.limits())?.cpus ?? (await this.#machine()).cpus;
    const at = this.#elapsed();
    this.#allowed = { at, seconds: this.#allowed.seconds + (at - this.#allowed.at) * cpus };
    return [{ core: -1, busy: used, total: this.#allowed.seconds, standsFor: cpus }];
  }

  /**
   * Memory relative to the group's limit; reclaimable file cache counts as available. Throws without control groups.
   */
  async memory(machine: MemoryReading): Promise<MemoryReading> {
    const place = await this.#found();
    const [folder = ''] = place.memory;
    const isV2 = place.version === 2;
    const current = await this.#number(
      `${folder}/${isV2 ? 'memory.current' : 'memory.usage_in_bytes'}`,
    );
    if (current === undefined) throw new Error('the control group does not report its memory');
    const stat = await this.#root.tryRead(`${folder}/memory.stat`);
    const name = isV2 ? 'inactive_file' : 'total_inactive_file';
    const files = Number(new RegExp(`^${name} (\\d+)$`, 'mu').exec(stat)?.[1] ?? 0);
    const total = (await this.limits())?.memory ?? machine.total;
    const used = Math.min(total, Math.max(0, current - files));
    return { total, available: total - used, ...(await this.#swap(folder, machine)) };
  }

  /** The group's own pressure; version 1 has none. */
  async pressure(): Promise<PressureReading | undefined> {
    const place = await this.#find();
    const folder = place?.version === 2 ? place.cpu[0] : undefined;
    return folder === undefined
      ? undefined
      : readPressure(this.#root, (resource) => `${folder}/${resource}.pressure`);
  }

  /** A limit at or above the machine's size is no limit. */
  async #machine(): Promise<{ cpus: number; memory: number }> {
    const cpus = parseProcStat(await this.#root.tryRead('proc/stat')).length;
    const meminfo = await this.#root.tryRead('proc/meminfo');
    const kib = Number(/^MemTotal:\s+(\d+)/mu.exec(meminfo)?.[1] ?? Infinity);
    return { cpus: cpus > 0 ? cpus : Infinity, memory: kib * 1024 };
  }

  /** Version 1 counts swap together with memory, so swap is unknown. */
  async #swap(
    folder: string,
    machine: MemoryReading,
  ): Promise<Pick<MemoryReading, 'swapTotal' | 'swapUsed'>> {
    const used = await this.#number(`${folder}/memory.swap.current`);
    if (used === undefined) return { swapTotal: 0, swapUsed: 0 };
    const most = await this.#number(`${folder}/memory.swap.max`);
    const swapTotal = Math.min(most ?? machine.swapTotal, machine.swapTotal);
    return { swapTotal, swapUsed: Math.min(used, swapTotal) };
  }

  async #quota(folder: string, version: 1 | 2): Promise<number | undefined> {
    if (version === 2) {
      const [, quota, period] =
        /^(\d+) (\d+)\s*$/u.exec(await this.#root.tryRead(`${folder}/cpu.max`)) ?? [];
      return share(Number(quota), Number(period));
    }
    const quota = await this.#number(`${folder}/cpu.cfs_quota_us`);
    const period = await this.#number(`${folder}/cpu.cfs_period_us`);
    return share(quota, period);
  }

  async #cpusOfSet({ version, cpuset: [folder = ''] }: GroupPlace): Promise<number | undefined> {
    const file = version === 2 ? 'cpuset.cpus.effective' : 'cpuset.effective_cpus';
    return countOfList(await this.#root.tryRead(`${folder}/${file}`));
  }

  async #cpuSeconds({
    version,
    cpu: [folder = ''],
    cpuacct,
  }: GroupPlace): Promise<number | undefined> {
    if (version === 1) {
      // The two controllers share a folder on most systems; on some they are separate.
      const nanoseconds =
        (await this.#number(`${folder}/cpuacct.usage`)) ??
        (await this.#number(`${cpuacct[0] ?? ''}/cpuacct.usage`));
      return nanoseconds === undefined ? undefined : nanoseconds / 1e9;
    }
    const stat = await this.#root.tryRead(`${folder}/cpu.stat`);
    const microseconds = /^usage_usec (\d+)$/mu.exec(stat)?.[1];
    return microseconds === undefined ? undefined : Number(microseconds) / 1e6;
  }

  async #number(path: string): Promise<number | undefined> {
    return plainNumber(await this.#root.tryRead(path));
  }

  async #found(): Promise<GroupPlace> {
    const place = await this.#find();
    if (place === null) throw new Error('this system has no control groups');
    return place;
  }

  #find(): Promise<GroupPlace | null> {
    this.#place ??= findGroup(this.#root);
    return this.#place;
  }
}

/** The probes of `machine`, with CPU, memory and pressure of the control group. */
export function groupProbes(machine: SystemProbes, group: ControlGroup): SystemProbes {
  return {
    ...machine,
    cores: () => group.cores(),
    memory: async () => group.memory(await machine.memory()),
    pressure: () => group.pressure(),
  };
}

/**
 * `proc/self/cgroup` names the group as this process sees it: below `sys/fs/cgroup`, or, in a container with its own
 * group mounted there, not at all.
 */
async function findGroup(root: HostRoot): Promise<GroupPlace | null> {
  const groups = new Map<string, string>();
  for (const line of (await root.tryRead('proc/self/cgroup')).split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/u.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    for (const controller of controllers.split(',')) groups.set(controller, path);
  }
  const unified = groups.get('');
  if (unified !== undefined && (await root.exists(`${FOLDER}/cgroup.controllers`))) {
    const all = await withParents(root, FOLDER, unified);
    return { version: 2, cpu: all, cpuacct: all, cpuset: all, memory: all };
  }
  const of = async (controller: string): Promise<string[]> =>
    withParents(root, `${FOLDER}/${controller}`, groups.get(controller) ?? '/');
  if (!(await root.exists(`${FOLDER}/memory`)) && !(await root.exists(`${FOLDER}/cpu`)))
    return null;
  const own = {
    cpu: await of('cpu'),
    cpuacct: await of('cpuacct'),
    cpuset: await of('cpuset'),
    memory: await of('memory'),
  };
  return { version: 1, ...own };
}

async function withParents(root: HostRoot, base: string, group: string): Promise<string[]> {
  const own = group === '/' ? base : `${base}${group}`;
  if (own === base || !(await root.exists(own))) return [base];
  const folders = [own];
  for (let at = dirname(own); at.length > base.length; at = dirname(at)) folders.push(at);
  return [...folders, base];
}

function share(quota: number | undefined, period: number | undefined): number | undefined {
  if (quota === undefined || period === undefined) return undefined;
  return quota > 0 && period > 0 ? quota / period : undefined;
}

/** The count of numbers in a list like `0-3,8`; undefined if empty. */
function countOfList(text: string): number | undefined {
  const count = text
    .trim()
    .split(',')
    .reduce((sum, part) => {
      const [, from, to] = /^(\d+)(?:-(\d+))?$/u.exec(part) ?? [];
      return from === undefined ? sum : sum + Number(to ?? from) - Number(from) + 1;
    }, 0);
  return count > 0 ? count : undefined;
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
