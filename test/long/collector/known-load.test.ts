import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { TOLERANCE, busyPercent, cpuTimes, strictSampler } from '../../support/collector/proc.ts';

const MINUTE_MS = 60_000;

// What else runs on the machine counts too, so the load that is known is a lower bound; /proc gives the whole.
it.skipIf(process.platform !== 'linux')('measures a minute of one busy core', async () => {
  const subject = strictSampler();
  const busy = new Worker('for (;;) Math.sqrt(2);', { eval: true });
  await subject.prime();
  const before = cpuTimes();
  await delay(MINUTE_MS);
  const { cpuPercent } = await subject.sample();
  const whole = busyPercent(before, cpuTimes());
  await busy.terminate();
  const known = 100 / cpus().length;
  process.stdout.write(
    `known load ${known.toFixed(1)} %, by /proc ${whole.toFixed(1)} %, sampled ${cpuPercent.toFixed(1)} %\n`,
  );
  expect(cpuPercent).toBeGreaterThan(known - TOLERANCE);
  expect(Math.abs(cpuPercent - whole)).toBeLessThan(TOLERANCE);
});
