import { expect, it, vi } from 'vitest';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { StoreLoop } from '../../../../fleet/sync/store-loop.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { silentLogger } from '../../../support/test-engine.ts';

it('reports each distinct failure once, and its end', async () => {
  const told: string[] = [];
  const note = (text: string, fields?: object): void => {
    told.push([text, ...Object.values(fields ?? {}).map(String)].join(': '));
  };
  const logger = { ...silentLogger, warn: note, info: note };
  const clock: Clock = { now: () => 0, sleep: () => Promise.resolve() };
  const passes = ['full', 'full', 'full', 'busy', null, null, 'full', null];
  const loop = new StoreLoop(
    { store: { closed: false } as FleetStore, clock, logger },
    'packing',
    () => () => {
      const failure = passes.shift();
      if (failure === undefined) loop.stop();
      else if (failure !== null) throw new Error(failure);
      return 1;
    },
  );
  loop.start();
  await vi.waitUntil(() => passes.length === 0);
  await Promise.resolve();
  expect(told).toEqual([
    'packing failed: full',
    'packing failed: busy',
    'packing works again',
    'packing failed: full',
    'packing works again',
  ]);
});
