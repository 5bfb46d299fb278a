import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GraphicsFiles } from '../../../../../collector/probes/linux/gpu.ts';
import type { GpuReading } from '../../../../../collector/probes/probes.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

const CARD = 'sys/class/drm/card0';

/** Readings of a machine a minute apart, with what its files hold at each. */
async function readings(...steps: Files[]): Promise<(GpuReading | undefined)[]> {
  const [first = {}, ...others] = steps;
  using root = madeUpRoot(first);
  let nowMs = 0;
  const files = new GraphicsFiles(
    root,
    () => nowMs,
    () => {
      nowMs += 500;
      return Promise.resolve();
    },
  );
  const found = [await files.read()];
  for (const step of others) {
    nowMs += 60_000;
    for (const [path, text] of Object.entries(step)) writeFileSync(join(root.path, path), text);
    found.push(await files.read());
  }
  return found;
}

describe('Intel\u2019s graphics', () => {
  it('are busy while awake, by the part that sleeps least', async () => {
    const gt = (part: number): string => `${CARD}/gt/gt${String(part)}/rc6_residency_ms`;
    const [, second] = await readings(
      {
        [gt(0)]: '1000\n',
        [gt(1)]: '1000\n',
        [`${CARD}/device/vendor`]: '0x8086\n',
      },
      { [gt(0)]: '46000\n', [gt(1)]: '60900\n' },
    );
    expect(second).toEqual({ busyPercent: 25 });
  });

  it('are read for the whole card before kernel 5.18, and i915 reports its temperature', async () => {
    const [, second] = await readings(
      {
        [`${CARD}/power/rc6_residency_ms`]: '5000\n',
        [`${CARD}/device/hwmon/hwmon3/temp1_input`]: '51000\n',
      },
      { [`${CARD}/power/rc6_residency_ms`]: '65000\n' },
    );
    expect(second).toEqual({ busyPercent: 0, celsius: 51 });
  });

  it('of the driver xe are read by tile, with the package\u2019s temperature second', async () => {
    const idle = `${CARD}/device/tile0/gt0/gtidle/idle_residency_ms`;
    const [, second] = await readings(
      {
        [idle]: '100\n',
        [`${CARD}/device/hwmon/hwmon5/temp2_input`]: '47000\n',
      },
      { [idle]: '54100\n' },
    );
    expect(second).toEqual({ busyPercent: 10, celsius: 47 });
  });

  it.each([
    ['may not sleep', '0\n', '0\n'],
    ['counts anew', '90000\n', '10\n'],
    ['says nothing', '\n', '\n'],
  ])('are absent if the card %s', async (_, before, after) => {
    const file = `${CARD}/gt/gt0/rc6_residency_ms`;
    const [, second] = await readings({ [file]: before }, { [file]: after });
    expect(second).toBeUndefined();
  });
});

describe('AMD\u2019s graphics', () => {
  it('integrated beside an NVIDIA card are reported although they have no memory', async () => {
    const [first] = await readings({
      [`${CARD}/device/gpu_busy_percent`]: '12\n',
      [`${CARD}/device/mem_info_vram_used`]: '0\n',
      [`${CARD}/device/mem_info_vram_total`]: '0\n',
      [`${CARD}/device/hwmon/hwmon2/temp1_input`]: '-40000\n',
    });
    expect(first).toEqual({ busyPercent: 12 });
  });
});
