import { expect, it } from 'vitest';
import { parseStoredSample } from '../../../../collector/outbox/stored-sample.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';

const { cpuCoreMax: _, ...sample } = madeUpSample('me', 1_800_000_000);

it('reads the busiest core under the name that 0.1.0 gave it', () => {
  const waiting = JSON.stringify({ ...sample, cpuBusiestCorePercent: 93.5 });
  expect(parseStoredSample(waiting)).toEqual({ ...sample, cpuCoreMax: 93.5 });
});

it('prefers the current name if both exist, and leaves out what is not a percentage', () => {
  const both = JSON.stringify({ ...sample, cpuCoreMax: 40, cpuBusiestCorePercent: 93.5 });
  expect(parseStoredSample(both)).toEqual({ ...sample, cpuCoreMax: 40 });
  const wrong = JSON.stringify({ ...sample, cpuBusiestCorePercent: 1e9 });
  expect(parseStoredSample(wrong)).toEqual(sample);
});
