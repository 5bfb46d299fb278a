import { afterEach, describe, expect, it, vi } from 'vitest';
import { startServiceWorker, type WorkerService } from '../../../worker/client.ts';
import type { Clock } from '../../../platform/clock.ts';

/** A service that answers with the keys it was given, and ends its thread when it is asked for its history. */
const MORTAL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let credentials = null;
    parentPort.on('message', (message) => {
      if (message.kind === 'credentials') credentials = message.credentials;
      if (message.kind === 'close') { parentPort.postMessage({ kind: 'closed' }); parentPort.close(); }
      if (message.kind !== 'request') return;
      if (message.name === 'fleetOverview') process.exit(1);
      parentPort.postMessage({ kind: 'response', id: message.id, result: { ok: true, value: credentials } });
    });
    parentPort.postMessage({ kind: 'ready' });`)}`,
);
const HOUR_MS = 60 * 60 * 1000;
const KEYS = { default: { accessKeyId: 'id', secretAccessKey: 'secret' } };

/** A clock on which all waits end once an hour has passed. */
class HourClock implements Clock {
  #ms = 0;
  #passed = new EventTarget();

  now(): number {
    return this.#ms;
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#passed.addEventListener('hour', () => {
        resolve();
      });
      signal?.addEventListener('abort', () => {
        reject(new Error('stopped'));
      });
    });
  }

  passHour(): void {
    this.#ms += HOUR_MS;
    this.#passed.dispatchEvent(new Event('hour'));
  }
}

let service: WorkerService | null = null;

afterEach(async () => {
  await service?.close();
  service = null;
});

async function start(clock: HourClock): Promise<WorkerService> {
  service = await startServiceWorker(MORTAL, { dataDir: '', version: '0.0.0' }, { clock });
  await service.setCredentials(KEYS as never);
  service.start();
  return service;
}

const die = (client: WorkerService) => client.request('fleetOverview', {});
const ask = (client: WorkerService) => client.request('collectorState', {});

/** For a thread to start again on a busy machine: Vitest's own is a second. */
const WAITED_MS = { timeout: 20_000 };

describe('a service whose thread ends by itself', () => {
  it('fails pending requests, and restarts with its keys', async () => {
    const client = await start(new HourClock());
    expect(await die(client)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await vi.waitFor(async () => {
      expect(await ask(client)).toEqual({ ok: true, value: KEYS });
    }, WAITED_MS);
  });

  it('a service whose thread keeps ending is retried later', async () => {
    const clock = new HourClock();
    const client = await start(clock);
    for (let deaths = 0; deaths <= 5; deaths += 1) {
      await vi.waitFor(async () => {
        expect(await ask(client)).toMatchObject({ ok: true });
      }, WAITED_MS);
      await die(client);
    }
    expect(await ask(client)).toMatchObject({
      ok: false,
      error: { message: 'The data service keeps stopping.' },
    });
    clock.passHour();
    await vi.waitFor(async () => {
      expect(await ask(client)).toEqual({ ok: true, value: KEYS });
    }, WAITED_MS);
  });
});
