import { setTimeout as delay } from 'node:timers/promises';
import { busiest } from '../nvidia.ts';
import type { GpuReading } from '../probes.ts';
import { plainNumber, type HostRoot } from './root.ts';

const FOLDER = 'sys/class/drm';
/** Milliseconds between two readings of the sleep time of Intel's graphics, if there is no earlier one. */
const FIRST_WAIT_MS = 500;

/** Milliseconds that parts of a card have slept so far, by file, and the time of the reading. */
interface Sleep {
  atMs: number;
  sleptMs: ReadonlyMap<string, number>;
}

/**
 * Reads GPUs from their drivers' sysfs files (kernel: Documentation/gpu/amdgpu, ABI documents of i915 and xe). AMD's
 * report how busy they are; Intel's report how long they slept, and were awake for the rest of the time. NVIDIA's
 * driver reports nothing there. A GPU that is switched off stays off.
 */
export class GraphicsFiles {
  readonly #root: HostRoot;
  readonly #elapsedMs: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;
  readonly #sleep = new Map<string, Sleep>();

  constructor(
    root: HostRoot,
    elapsedMs: () => number,
    wait: (ms: number) => Promise<unknown> = (ms) => delay(ms, undefined, { ref: false }),
  ) {
    this.#root = root;
    this.#elapsedMs = elapsedMs;
    this.#wait = wait;
  }

  /** The busiest one; undefined if none reports anything. */
  async read(): Promise<GpuReading | undefined> {
    const found: GpuReading[] = [];
    for (const card of await this.#root.list(FOLDER)) {
      if (!/^card\d+$/u.test(card)) continue;
      const folder = `${FOLDER}/${card}/device`;
      if ((await this.#root.tryRead(`${folder}/power/runtime_status`)).trim() === 'suspended')
        continue;
      const busyPercent = (await this.#busy(folder)) ?? (await this.#awake(card));
      if (busyPercent === undefined) continue;
      const memoryPercent = await this.#memory(folder);
      const celsius = await this.#temperature(folder);
      found.push({
        busyPercent,
        ...(memoryPercent === undefined ? {} : { memoryPercent }),
        ...(celsius === undefined ? {} : { celsius }),
      });
    }
    return busiest(found);
  }

  async #number(path: string): Promise<number | undefined> {
    return plainNumber(await this.#root.tryRead(path));
  }

  async #busy(folder: string): Promise<number | undefined> {
    const busy = await this.#number(`${folder}/gpu_busy_percent`);
    return busy !== undefined && busy >= 0 && busy <= 100 ? busy : undefined;
  }

  /** The share of the time in which the busiest part of an Intel card was awake, percent. */
  async #awake(card: string): Promise<number | undefined> {
    const files = await this.#sleepFiles(card);
    if (files.length === 0) return undefined;
    let before = this.#sleep.get(card);
    if (before === undefined) {
      before = await this.#slept(files);
      await this.#wait(FIRST_WAIT_MS);
    }
    const after = await this.#slept(files);
    this.#sleep.set(card, after);
    const passed = after.atMs - before.atMs;
    const shares = [...after.sleptMs].flatMap(([file, slept]) => {
      const grown = slept - (before.sleptMs.get(file) ?? NaN);
      // A part that never slept may not be allowed to; a counter that fell was reset.
      return slept > 0 && grown >= 0 && passed > 0 ? [100 - (grown / passed) * 100] : [];
    });
    return shares.length === 0 ? undefined : Math.min(100, Math.max(0, ...shares));
  }

  async #sleepFiles(card: string): Promise<string[]> {
    const folder = `${FOLDER}/${card}`;
    const found: string[] = [];
    // i915 since Linux 5.18 by part, before that for the whole card; xe by tile and part.
    for (const gt of await this.#root.list(`${folder}/gt`))
      found.push(`${folder}/gt/${gt}/rc6_residency_ms`);
    if (found.length === 0) found.push(`${folder}/power/rc6_residency_ms`);
    for (const tile of await this.#root.list(`${folder}/device`)) {
      if (!/^tile\d+$/u.test(tile)) continue;
      for (const gt of await this.#root.list(`${folder}/device/${tile}`))
        if (/^gt\d+$/u.test(gt))
          found.push(`${folder}/device/${tile}/${gt}/gtidle/idle_residency_ms`);
    }
    const there = await Promise.all(found.map((file) => this.#root.exists(file)));
    return found.filter((_, index) => there[index]);
  }

  async #slept(files: readonly string[]): Promise<Sleep> {
    const sleptMs = new Map<string, number>();
    for (const file of files) {
      const value = await this.#number(file);
      if (value !== undefined) sleptMs.set(file, value);
    }
    return { atMs: this.#elapsedMs(), sleptMs };
  }

  async #memory(folder: string): Promise<number | undefined> {
    const used = await this.#number(`${folder}/mem_info_vram_used`);
    const total = await this.#number(`${folder}/mem_info_vram_total`);
    if (used === undefined || total === undefined || total <= 0 || used > total) return undefined;
    return (used / total) * 100;
  }

  /** AMD and i915 have one sensor, or the edge first; xe has the package second and no first one. */
  async #temperature(folder: string): Promise<number | undefined> {
    for (const chip of await this.#root.list(`${folder}/hwmon`))
      for (const input of ['temp1_input', 'temp2_input']) {
        const celsius = ((await this.#number(`${folder}/hwmon/${chip}/${input}`)) ?? NaN) / 1000;
        if (celsius > 0 && celsius < 150) return celsius;
      }
    return undefined;
  }
}
