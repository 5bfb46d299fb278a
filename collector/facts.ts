import { arch, cpus, totalmem, type as systemType } from 'node:os';
import type { HostFacts } from '../contract/sample.ts';
import { linuxNames, machineFacts } from './probes/linux/names.ts';
import { hostRoot } from './probes/linux/root.ts';
import { portableNames } from './probes/portable.ts';
import type { Measuring } from './probes/system.ts';
import { shownScope } from './scope.ts';

const MIB = 1024 * 1024;

/**
 * What does not change while the machine runs. Unknown values are absent. With the scope of a control group, cores and
 * memory are its limits.
 */
export async function readHostFacts(
  version: string,
  measuring: Measuring = {},
): Promise<HostFacts> {
  const facts = await machineFactsOf(version, measuring.hostRoot ?? '/');
  if (measuring.scope !== 'cgroup') return facts;
  const { cpus: cpuCount = Infinity, memoryMb: memoryTotalMb = Infinity } =
    await shownScope(measuring);
  return {
    ...facts,
    ...(cpuCount < (facts.cpuCount ?? 0) ? { cpuCount } : {}),
    ...(memoryTotalMb < (facts.memoryTotalMb ?? 0) ? { memoryTotalMb } : {}),
  };
}

async function machineFactsOf(version: string, root: string): Promise<HostFacts> {
  const collector = `py-perf-desktop/${version}`;
  const machine = { platform: pythonPlatform(), arch: arch(), collector };
  const own = { cpuCount: cpus().length, memoryTotalMb: Math.round(totalmem() / MIB) };
  if (process.platform !== 'linux') return { ...machine, ...own, ...(await portableNames()) };
  const files = hostRoot(root);
  const names = await linuxNames(files);
  if (files.own) return { ...machine, ...own, ...names };
  const { cpuCount, memoryTotal } = await machineFacts(files);
  return {
    ...machine,
    ...(cpuCount === undefined ? {} : { cpuCount }),
    ...(memoryTotal === undefined ? {} : { memoryTotalMb: Math.round(memoryTotal / MIB) }),
    ...names,
  };
}

/** The value of Python's `platform.system()`; Node's `os.type()` differs only on Windows. */
function pythonPlatform(): string {
  const name = systemType();
  return name === 'Windows_NT' ? 'Windows' : name;
}
