import type { GpuReading } from './probes.ts';

/** The arguments for `ioreg`: statistics of the GPU drivers, readable by any user. */
export const MAC_GPU_QUESTION = ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'];

/**
 * The GPUs in the output of `ioreg`. Apple's use the machine's memory and report no temperature; some AMD cards report
 * both.
 */
export function parseAccelerators(text: string): GpuReading[] {
  return [...text.matchAll(/"PerformanceStatistics" = \{([^}]*)\}/gu)].flatMap(
    ([, statistics = '']) => {
      const values = new Map(
        [...statistics.matchAll(/"([^"]*)"=(\d+)(?=,|$)/gu)].map(([, name = '', value]) => [
          name,
          Number(value),
        ]),
      );
      const busyPercent = values.get('Device Utilization %') ?? values.get('GPU Activity(%)');
      if (busyPercent === undefined || busyPercent > 100) return [];
      const [used, free] = [values.get('vramUsedBytes'), values.get('vramFreeBytes')];
      const celsius = values.get('Temperature(C)');
      return [
        {
          busyPercent,
          ...(used === undefined || free === undefined || used + free === 0
            ? {}
            : { memoryPercent: (used / (used + free)) * 100 }),
          ...(celsius !== undefined && celsius > 0 && celsius < 150 ? { celsius } : {}),
        },
      ];
    },
  );
}
