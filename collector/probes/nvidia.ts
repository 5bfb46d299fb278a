import type { GpuReading } from './probes.ts';

/** The fields requested from `nvidia-smi`, in order. */
export const NVIDIA_QUESTION = [
  '--query-gpu=utilization.gpu,memory.used,memory.total,temperature.gpu',
  '--format=csv,noheader,nounits',
];

/** The cards in the output of `nvidia-smi`, which writes `[N/A]` for unsupported values. */
export function parseNvidia(text: string): GpuReading[] {
  return text.split('\n').flatMap((line) => {
    const [busy, used, total, celsius] = line.split(',').map((field) => {
      const trimmed = field.trim();
      return /^\d+(?:\.\d+)?$/u.test(trimmed) ? Number(trimmed) : NaN;
    });
    if (busy === undefined || !(busy <= 100)) return [];
    const share = ((used ?? NaN) / (total ?? NaN)) * 100;
    return [
      {
        busyPercent: busy,
        ...(share >= 0 && share <= 100 ? { memoryPercent: share } : {}),
        ...(celsius !== undefined && celsius > 0 && celsius < 150 ? { celsius } : {}),
      },
    ];
  });
}

/** The busiest of several. */
export function busiest(gpus: readonly GpuReading[]): GpuReading | undefined {
  return gpus.toSorted((a, b) => b.busyPercent - a.busyPercent)[0];
}
