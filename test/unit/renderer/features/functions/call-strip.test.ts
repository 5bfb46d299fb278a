import { expect, it } from 'vitest';
import type { FunctionCall, FunctionOfRun } from '../../../../../contract/functions.ts';
import { callStrip } from '../../../../../renderer/features/functions/call-strip.ts';

const of = (name: string, singles?: FunctionCall[]): FunctionOfRun => ({
  name,
  calls: 3,
  wall: 3,
  min: 1,
  max: 1,
  cpu: 1,
  percentiles: null,
  ...(singles === undefined ? {} : { singles }),
});

it('calls with a time are on one axis, from their beginnings to their ends', () => {
  const strip = callStrip([
    of('load', [
      { at: 1100, wall: 100 },
      { at: 1200, wall: 0.001 },
    ]),
    of('save', [{ at: 1150, wall: 50 }]),
  ]);
  expect(strip).toMatchObject({ from: 1000, to: 1200 });
  expect(strip?.rows).toEqual([
    { name: 'load', calls: 2, path: 'M0.0 7h500.0M999.0 7h1.0' },
    { name: 'save', calls: 1, path: 'M500.0 7h250.0' },
  ]);
});

it('there is no strip without kept calls or call times', () => {
  expect(callStrip([of('load'), of('save', [{ at: null, wall: 1 }])])).toBeNull();
});
