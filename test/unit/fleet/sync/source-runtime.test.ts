import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { SourceRuntime } from '../../../../fleet/sync/source-runtime.ts';
import { untilAborted } from '../../../../platform/until-aborted.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { testSource } from '../../../support/fleet-tables.ts';
import { silentLogger } from '../../../support/test-engine.ts';

let store: FleetStore;
/** Ends what the clock waits for. */
let passTime: () => void;
let runtime: SourceRuntime;

beforeEach(() => {
  store = openBlankStore();
  runtime = new SourceRuntime(testSource('http://127.0.0.1:1', DEFAULT_TABLE_NAMES), {
    store,
    clock: {
      now: () => 1_795_500_000_000,
      sleep: (_, signal) => {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        passTime = () => {
          resolve(undefined);
        };
        return untilAborted(promise, signal ?? new AbortController().signal);
      },
    },
    logger: silentLogger,
    connect: () => Promise.reject(new Error('not asked for')),
    isConnected: () => true,
    onStored: () => undefined,
    onProgress: () => undefined,
    legacyBudget: () => 0,
    forgetDays: () => 90,
  });
});

afterEach(async () => {
  await runtime.close();
  store.close();
});

/** Work that ends only by its signal. */
function endless(signal: AbortSignal): Promise<void> {
  return untilAborted(new Promise<never>(() => undefined), signal);
}

it('background work that does not end is given up in time, and the next runs', async () => {
  let failures = 0;
  for (const round of [1, 2]) {
    runtime.inBackground(endless, () => {
      failures += 1;
    });
    passTime();
    await runtime.whenBackgroundDone();
    expect([failures, runtime.error?.code]).toEqual([round, 'timeout']);
  }
});

it('background work ends silently with its source', async () => {
  runtime.inBackground(endless, () => {
    throw new Error('it has not failed');
  });
  await runtime.close();
  expect(runtime.error).toBeNull();
});
