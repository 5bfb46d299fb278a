import type { PressureReading } from '../probes.ts';
import type { HostRoot } from './root.ts';

const MICROSECONDS = 1e6;

/**
 * Pressure stall information (kernel: Documentation/accounting/psi.rst): for each resource, the time in which at least
 * one task waited for it. Undefined without PSI: before 4.20, or without `psi=1`, when the files are missing or
 * unreadable.
 */
export async function readPressure(
  root: HostRoot,
  pathOf = (resource: string) => `proc/pressure/${resource}`,
): Promise<PressureReading | undefined> {
  const reading: PressureReading = {};
  for (const resource of ['cpu', 'memory', 'io'] as const) {
    const seconds = parsePressure(await root.tryRead(pathOf(resource)));
    if (seconds !== undefined) reading[resource] = seconds;
  }
  return Object.keys(reading).length > 0 ? reading : undefined;
}

/** Seconds in the "some" line of a pressure file; undefined if it has none. */
export function parsePressure(text: string): number | undefined {
  const total = /^some .*\btotal=(\d+)$/mu.exec(text)?.[1];
  return total === undefined ? undefined : Number(total) / MICROSECONDS;
}
