import { arch, cpus, totalmem, type as systemType } from 'node:os';
import type { HostFacts } from '../contract/sample.ts';
import { linuxNames } from './probes/linux.ts';
import { portableNames } from './probes/portable.ts';

const MIB = 1024 * 1024;

/** What does not change while the machine runs. Unknown values are absent. */
export async function readHostFacts(version: string): Promise<HostFacts> {
  const names = await (process.platform === 'linux' ? linuxNames() : portableNames());
  return {
    platform: pythonPlatform(),
    arch: arch(),
    cpuCount: cpus().length,
    memoryTotalMb: Math.round(totalmem() / MIB),
    collector: `py-perf-desktop/${version}`,
    ...names,
  };
}

/** What Python's `platform.system()` says; Node's `os.type()` differs on Windows alone. */
function pythonPlatform(): string {
  const name = systemType();
  return name === 'Windows_NT' ? 'Windows' : name;
}
