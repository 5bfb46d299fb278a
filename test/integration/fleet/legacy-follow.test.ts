import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { TableNames } from '../../../contract/tables.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { legacyBatch, legacyMarker, madeUpHostnames } from '../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { DrivenClock } from '../../support/soak/driven-clock.ts';
import { minutesOf, openTestEngine, points, type TestEngine } from '../../support/test-engine.ts';

const START = 1_795_600_000 - (1_795_600_000 % HOUR_S);

let clients: DynamoClients;
let tables: TableNames;
let clock: DrivenClock;
let test: TestEngine;

beforeEach(async () => {
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  clock = new DrivenClock(START);
  await createTables(clients, tables, ['legacy']);
});

afterEach(async () => {
  await test.dispose();
  clients.destroy();
});

/** Requests of the engine that have no answer yet. */
let inFlight = 0;

/** Clients whose open requests are counted, so that the clock stands still while one is under way. */
function countedClients(endpoint: string): DynamoClients {
  const counted = localClients(endpoint);
  counted.base.middlewareStack.add(
    (next) => async (args) => {
      inFlight += 1;
      try {
        return await next(args);
      } finally {
        inFlight -= 1;
      }
    },
    { step: 'initialize', name: 'countRequests' },
  );
  return counted;
}

/** Resolves when nothing is under way that does not wait for the clock. */
const settle = async (): Promise<void> => {
  for (let quiet = 0; quiet < 5; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await writer.whenIdle();
    if (inFlight > 0) quiet = 0;
  }
};

const openEngine = (): TestEngine =>
  openTestEngine([testSource(inject('dynamoEndpoint'), tables)], clock, {
    connect: ({ endpoint = '' }) => Promise.resolve(countedClients(endpoint)),
  });

/** Two in each group. */
const HOSTS = 8;
/** Groups of hosts that upload at the same second. */
const GROUPS = 4;

/** A fleet that writes as the Python daemon does: every host once a minute, all that it sampled since its last upload. */
class LegacyWriter {
  /** Minutes that were uploaded, by host. */
  readonly written = new Map<string, Set<number>>();
  #work: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();

  constructor(hostnames: readonly string[]) {
    for (let group = 0; group < GROUPS; group += 1)
      void this.#write(
        hostnames.filter((_, index) => index % GROUPS === group),
        group * 17,
      );
  }

  async #write(hostnames: readonly string[], offset: number): Promise<void> {
    await clock.sleep(offset * 1000, this.#abort.signal).catch(() => undefined);
    let sampledAt = clock.now() / 1000;
    while (!this.#abort.signal.aborted) {
      await clock.sleep(MINUTE_S * 1000, this.#abort.signal).catch(() => undefined);
      const now = clock.now() / 1000;
      const times: number[] = [];
      for (let time = sampledAt + 10; time <= now; time += 10) times.push(time);
      sampledAt = now;
      if (times.length > 0) this.#work = this.#work.then(() => this.#upload(hostnames, times, now));
    }
  }

  async #upload(hostnames: readonly string[], times: number[], now: number): Promise<void> {
    const uploads = hostnames.map((hostname) => ({
      hostname,
      times,
      uploadedAt: now + Number(hostname.slice(-4)) / 1000,
    }));
    await putItems(
      clients,
      tables.legacy,
      uploads.flatMap((upload) => [legacyBatch(upload), legacyMarker(upload)]),
    );
    for (const hostname of hostnames) {
      const minutes = this.written.get(hostname) ?? new Set<number>();
      for (const time of times) minutes.add(time - (time % MINUTE_S));
      this.written.set(hostname, minutes);
    }
  }

  async whenIdle(): Promise<void> {
    await this.#work;
  }

  stop(): void {
    this.#abort.abort(new Error('stopped'));
  }
}

let writer: LegacyWriter;

/** Minutes that were uploaded and are not in the store, by host. */
function missing(to: number): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const [hostname, minutes] of writer.written) {
    const stored = new Set(
      points(minutesOf(test.engine, hostname, START, to)).map(([minute]) => minute),
    );
    const lost = [...minutes].filter((minute) => !stored.has(minute));
    if (lost.length > 0) found[hostname] = lost.map((minute) => (minute - START) / MINUTE_S);
  }
  return found;
}

describe('a live legacy fleet without index', () => {
  it('a live legacy fleet without an index is followed for 3 hours without a missing minute, over restarts and an hour offline', async () => {
    const hostnames = madeUpHostnames(HOSTS, 'old');
    writer = new LegacyWriter(hostnames);
    test = openEngine();
    await clock.runTo(START + 3 * MINUTE_S, settle);
    test.engine.start();
    await clock.runTo(START + HOUR_S, settle);
    await test.reopen();
    test.engine.start();
    await clock.runTo(START + HOUR_S + 20 * MINUTE_S, settle);
    // The app is closed for an hour: markers go by unread.
    await test.engine.close();
    await clock.runTo(START + 2 * HOUR_S + 20 * MINUTE_S, () => writer.whenIdle());
    await test.reopen();
    test.engine.start();
    await clock.runTo(START + 3 * HOUR_S, settle);
    // A last, short upload right after the one before, as by a daemon that is stopped.
    writer.stop();
    await clock.runTo(START + 3 * HOUR_S + 70 * MINUTE_S, settle);

    expect(writer.written.size).toBe(HOSTS);
    expect(missing(START + 3 * HOUR_S + 5 * MINUTE_S)).toEqual({});
    expect(test.engine.sources.get('default').legacyHistory.status().unread).toBeNull();
    const { days } = test.engine.diagnostics.capacity(30);
    const units = days.reduce((sum, { readUnits }) => sum + readUnits, 0);
    process.stdout.write(
      `read units of 3 h and ${String(HOSTS)} hosts: ${String(Math.round(units))}\n`,
    );
    expect(units).toBeLessThan(HOSTS * 3 * 60 * 10);
  }, 300_000);
});
