import { arch, cpus, totalmem, type as systemType } from 'node:os';
import si from 'systeminformation';
import type { HostFacts } from '../contract/sample.ts';

const MIB = 1024 * 1024;

/** What does not change while the machine runs. Unknown values are absent. */
export async function readHostFacts(version: string): Promise<HostFacts> {
  const [os, cpu] = await Promise.all([si.osInfo(), si.cpu()]);
  const name = [os.distro, os.release]
    .filter((part) => part !== '' && part !== 'unknown')
    .join(' ');
  const model = [cpu.manufacturer, cpu.brand].filter((part) => part !== '').join(' ');
  return {
    platform: pythonPlatform(),
    arch: arch(),
    cpuCount: cpus().length,
    memoryTotalMb: Math.round(totalmem() / MIB),
    collector: `py-perf-desktop/${version}`,
    ...(name === '' ? {} : { os: name }),
    ...(model === '' ? {} : { cpuModel: model }),
  };
}

/** What Python's `platform.system()` says; Node's `os.type()` differs on Windows alone. */
function pythonPlatform(): string {
  const name = systemType();
  return name === 'Windows_NT' ? 'Windows' : name;
}
