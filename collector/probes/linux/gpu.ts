import type { GpuReading } from '../probes.ts';
import { plainNumber, type HostRoot } from './root.ts';

const FOLDER = 'sys/class/drm';

/**
 * The busiest graphics processor, by what its driver says in sysfs (amdgpu: Documentation/gpu/amdgpu of the kernel).
 * Undefined where none says anything: Intel's drivers and NVIDIA's own do not. One that sleeps is left asleep.
 */
export async function readGpu(root: HostRoot): Promise<GpuReading | undefined> {
  const found: GpuReading[] = [];
  for (const card of await root.list(FOLDER)) {
    if (!/^card\d+$/u.test(card)) continue;
    const folder = `${FOLDER}/${card}/device`;
    if ((await root.tryRead(`${folder}/power/runtime_status`)).trim() === 'suspended') continue;
    const number = async (name: string): Promise<number | undefined> =>
      plainNumber(await root.tryRead(`${folder}/${name}`));
    const busyPercent = await number('gpu_busy_percent');
    if (busyPercent === undefined || busyPercent < 0 || busyPercent > 100) continue;
    const used = await number('mem_info_vram_used');
    const total = await number('mem_info_vram_total');
    const celsius = await temperature(root, folder);
    found.push({
      busyPercent,
      ...(used === undefined || total === undefined || total <= 0 || used > total
        ? {}
        : { memoryPercent: (used / total) * 100 }),
      ...(celsius === undefined ? {} : { celsius }),
    });
  }
  return busiest(found);
}

/** Of several the one that is used most. */
export function busiest(gpus: readonly GpuReading[]): GpuReading | undefined {
  return gpus.toSorted((a, b) => b.busyPercent - a.busyPercent)[0];
}

async function temperature(root: HostRoot, folder: string): Promise<number | undefined> {
  const [chip] = await root.list(`${folder}/hwmon`);
  if (chip === undefined) return undefined;
  const thousandths = plainNumber(await root.tryRead(`${folder}/hwmon/${chip}/temp1_input`));
  const celsius = (thousandths ?? NaN) / 1000;
  return celsius > 0 && celsius < 150 ? celsius : undefined;
}
