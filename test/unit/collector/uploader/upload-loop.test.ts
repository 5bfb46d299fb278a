import { beforeEach, expect, it } from 'vitest';
import { UploadLoop } from '../../../../collector/uploader/upload-loop.ts';
import type { Outbox } from '../../../../collector/outbox/outbox.ts';
import type { Uploader } from '../../../../collector/uploader/uploader.ts';
import type { Logger } from '../../../../platform/log/log.ts';
import { DrivenClock } from '../../../support/soak/driven-clock.ts';
import { silentLogger } from '../../../support/test-engine.ts';

const START_S = 1_800_000_000;
/** Milliseconds that quitting gives the last upload. */
const LAST_UPLOAD_MS = 600;

let clock: DrivenClock;
let waiting: number;
let connected: boolean;
let infos: string[];
const logger: Logger = { ...silentLogger, info: (message) => infos.push(message) };

beforeEach(() => {
  clock = new DrivenClock(START_S);
  waiting = 1;
  connected = true;
  infos = [];
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Uploads from an outbox of `waiting` samples by `drain`. */
function loopOf(drain: (signal: AbortSignal | undefined) => Promise<number>): UploadLoop {
  return new UploadLoop({
    uploader: {
      registryFailure: null,
      drain: (_facts: unknown, signal?: AbortSignal) => drain(signal),
      close: () => {
        connected = false;
      },
    } as unknown as Uploader,
    outbox: { count: () => waiting } as unknown as Outbox,
    clock,
    logger,
    facts: () => Promise.resolve({} as never),
    guard: async (step) => {
      await step().catch(() => undefined);
    },
    onUploaded: () => undefined,
  });
}

/** Takes `ms` of the test's clock, or fails once it is cut short. */
function taking(ms: number): (signal: AbortSignal | undefined) => Promise<number> {
  return async (signal) => {
    await clock.sleep(ms, signal);
    waiting = 0;
    return 1;
  };
}

it('uploads waiting samples at the end, then closes the connection', async () => {
  const loop = loopOf(taking(LAST_UPLOAD_MS - 1));
  await clock.runUntilDone(loop.end(true), settled);
  expect(waiting).toBe(0);
  expect(connected).toBe(false);
  expect(loop.lastUploadAt).toBe(START_S + (LAST_UPLOAD_MS - 1) / 1000);
});

it('waits at the end for an upload that is under way', async () => {
  const loop = loopOf(taking(1000));
  loop.upload();
  await settled();
  await clock.runTo(START_S + 0.5, settled);
  await clock.runUntilDone(loop.end(true), settled);
  expect(waiting).toBe(0);
});

it('leaves an upload that takes too long to the next start', async () => {
  const loop = loopOf(taking(60_000));
  await clock.runUntilDone(loop.end(true), settled);
  expect(clock.now()).toBe(START_S * 1000 + LAST_UPLOAD_MS);
  expect(waiting).toBe(1);
  expect(connected).toBe(false);
  expect(infos).toEqual(['the last upload was left to the next start']);
});

it('does not wait at the end for a source that has just failed', async () => {
  let tries = 0;
  const loop = loopOf(() => {
    tries += 1;
    return Promise.reject(new Error('no network'));
  });
  loop.upload();
  await settled();
  await loop.end(true);
  expect(tries).toBe(1);
  expect(waiting).toBe(1);
});

it('starts no upload at the end if nothing was collected', async () => {
  const loop = loopOf(() => Promise.reject(new Error('must not be asked')));
  await loop.end(false);
  expect(infos).toEqual([]);
  expect(connected).toBe(false);
});
