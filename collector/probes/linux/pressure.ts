import type { PressureReading } from '../probes.ts';
import type { HostRoot } from './root.ts';

const MICROSECONDS = 1e6;

/**
 * Pressure stall information (Documentation/accounting/psi.rst of the kernel): of each resource the time in which at
 * least one task waited for it. Undefined where the kernel keeps none: before 4.20, or without `psi=1`, where the files
 * are missing or cannot be read.
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

/** Seconds of the line "some" of a pressure file, or undefined where it has none. */
export function parsePressure(text: string): number | undefined {
  const total = /^some .*\btotal=(\d+)$/mu.exec(text)?.[1];
  return total === undefined ? undefined : Number(total) / MICROSECONDS;
}
