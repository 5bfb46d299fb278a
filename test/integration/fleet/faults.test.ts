import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { SourceState } from '../../../contract/fleet.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import type { Fault } from '../../support/faults.ts';
import {
  legacyBatch,
  legacyMarker,
  madeUpHostnames,
  putFleet,
} from '../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import {
  TestClock,
  expectedPoints,
  minutesOf,
  openTestEngine,
  points,
  type TestEngine,
} from '../../support/test-engine.ts';

const NOW = 1_795_500_000 + 20 * MINUTE_S;
/** What has to be there after any fault; one request more or less for each hour of each of them is no other test. */
const FEW = madeUpHostnames(2);
/** Enough of them that a backfill can be met in its middle. */
const MANY = madeUpHostnames(12);

let clients: DynamoClients;
let tables: TableNames;
let clock: TestClock;
let proxy: FaultProxy;
let test: TestEngine;
/** Milliseconds that the engine waits for an answer, from its next opening on: on a busy machine a good one may take seconds. */
let patience: number;
/** Longer than a test may take. */
const LONG_MS = 600_000;
const SHORT_MS = 1500;

beforeAll(() => {
  clients = localClients(inject('dynamoEndpoint'));
});

afterAll(() => {
  clients.destroy();
});

/** An engine that reads these tables through a proxy; `store` is what it knows already. */
async function open(on: TableNames, store?: string): Promise<void> {
  patience = LONG_MS;
  tables = on;
  clock = new TestClock(NOW);
  proxy = await startFaultProxy(inject('dynamoEndpoint'));
  test = openTestEngine(
    [testSource(proxy.endpoint, tables)],
    clock,
    {
      connect: () =>
        Promise.resolve(
          localClients(proxy.endpoint, {
            requestTimeout: patience,
            attemptMs: patience,
            maxAttempts: 3,
          }),
        ),
    },
    store,
  );
}

afterEach(async () => {
  await test.dispose();
  await proxy.close();
});

/** Opens the store again with an engine that waits so long for an answer. */
async function waitFor(ms: number): Promise<void> {
  patience = ms;
  await test.reopen();
}

async function sync(): Promise<SourceState> {
  await test.engine.sync('user');
  await test.engine.whenIdle();
  const [source] = test.engine.overview().sources;
  if (source === undefined) throw new Error('no source');
  return source;
}

function withoutItems(answer: Record<string, unknown>): Record<string, unknown> {
  const { Items: _items, Responses: _responses, ...rest } = answer;
  return rest;
}

let hostnames: string[];

/** Tables with a fleet of two hours. */
async function tablesOf(all: string[]): Promise<TableNames> {
  hostnames = all;
  const made = uniqueTables();
  await createTables(clients, made);
  await putFleet(clients, made, { hostnames, from: NOW - 2 * HOUR_S, to: NOW });
  return made;
}

function expectComplete(to: number): void {
  for (const hostname of hostnames)
    expect(points(minutesOf(test.engine, hostname, NOW - 2 * HOUR_S, to))).toEqual(
      expectedPoints(hostname, NOW - 2 * HOUR_S, to),
    );
}

/** Syncs until one is good: on a busy machine even an honest answer may take longer than this test waits. */
async function syncUntilFresh(): Promise<SourceState> {
  for (let attempt = 1; ; attempt += 1) {
    const source = await sync();
    if (source.status === 'fresh' || attempt === 4) return source;
  }
}

/** The first sync succeeds; then the fleet reports for two minutes. */
async function begin(): Promise<number> {
  await syncUntilFresh();
  const to = NOW + 2 * MINUTE_S;
  await putFleet(clients, tables, { hostnames, from: NOW, to });
  clock.advance(2 * MINUTE_S);
  proxy.reset();
  return to;
}

describe('a bad network at the first sync', () => {
  let read: TableNames;
  beforeAll(async () => {
    read = await tablesOf(FEW);
  });
  beforeEach(async () => {
    hostnames = FEW;
    await open(read);
  });

  it('a bad network with 40 ms of latency only takes longer', async () => {
    proxy.latency = 40;
    expect(await syncUntilFresh()).toMatchObject({ status: 'fresh' });
    expectComplete(NOW);
  });

  it.each<[string, Fault]>([
    ['throttles', { kind: 'throttle' }],
    ['fails', { kind: 'fail' }],
    ['drops the connection', { kind: 'reset' }],
    ['cuts the answer', { kind: 'cut' }],
  ])('that %s for every third request is overcome by retries', async (_, fault) => {
    proxy.fault = ({ index }) => (index % 3 === 0 ? fault : null);
    await syncUntilFresh();
    expectComplete(NOW);
  });

  it('a bad network that never answers is found by doctor', async () => {
    await waitFor(SHORT_MS);
    proxy.fault = () => ({ kind: 'hang' });
    const here = { sourceId: 'default', hostname: 'here' };
    const { findings } = await test.engine.diagnostics.doctor({ outbox: 0, here });
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'source-failing',
        error: expect.objectContaining({
          code: 'timeout',
          message: expect.stringContaining('did not answer in time') as string,
        }) as object,
      }),
    );
  });

  it('tables that may not be described are still read', async () => {
    proxy.fault = ({ operation }) => (operation === 'DescribeTable' ? { kind: 'deny' } : null);
    expect(await sync()).toMatchObject({ status: 'fresh', tables: { system: 'active' } });
    expectComplete(NOW);
  });
});

describe('a bad network after a good sync', () => {
  /** The tables two minutes after that sync, which nothing here writes to, and the store as it left it. */
  let known: { tables: TableNames; engine: TestEngine; store: string };
  const to = NOW + 2 * MINUTE_S;

  beforeAll(async () => {
    await open(await tablesOf(FEW));
    await begin();
    await test.engine.close();
    await proxy.close();
    known = { tables, engine: test, store: join(test.directory, 'fleet.db') };
  });
  beforeEach(async () => {
    hostnames = FEW;
    await open(known.tables, known.store);
    clock.set(to);
  });
  afterAll(() => known.engine.dispose());

  it.each<[string, Fault, string]>([
    ['throttles', { kind: 'throttle' }, 'throttled'],
    ['throttles and names a time', { kind: 'throttle', retryAfterSeconds: 1 }, 'throttled'],
    ['fails inside DynamoDB', { kind: 'fail' }, 'service-failure'],
    ['drops connections', { kind: 'reset' }, 'network'],
    ['cuts answers in the middle', { kind: 'cut' }, 'network'],
    ['never answers', { kind: 'hang' }, 'timeout'],
    ['refuses access', { kind: 'deny' }, 'access-denied'],
    ['answers with nothing', { kind: 'answer', body: '{}' }, 'bad-answer'],
    ['answers with an empty body', { kind: 'answer', body: '' }, 'bad-answer'],
    ['shows a page to sign in', { kind: 'answer', body: '<!doctype html>' }, 'bad-answer'],
    ['leads elsewhere', { kind: 'answer', status: 302, body: '' }, 'bad-answer'],
    ['spoils answers', { kind: 'checksum' }, 'bad-answer'],
    ['leaves fields out', { kind: 'altered', change: withoutItems }, 'bad-answer'],
    ['sends answers without end', { kind: 'endless' }, 'bad-answer'],
    ['stops in the middle of answers', { kind: 'stall' }, 'timeout'],
    ['lets answers drip', { kind: 'drip', everyMs: 300 }, 'timeout'],
  ])('that %s is reported, loses nothing, and is caught up', async (_, fault, code) => {
    const isEndless = code === 'timeout' || fault.kind === 'endless';
    if (isEndless) await waitFor(SHORT_MS);
    proxy.fault = ({ operation }) => (operation === 'DescribeTable' ? null : fault);
    const source = await sync();
    expect(source).toMatchObject({ status: 'failing', error: { code } });
    expect(source.lastSyncedAt).toBe(NOW);
    expect(source.error?.message).not.toBe('');
    expectComplete(NOW);
    expect(test.engine.overview().hosts).toHaveLength(hostnames.length);

    proxy.fault = () => null;
    if (isEndless) await waitFor(LONG_MS);
    expect(await syncUntilFresh()).toMatchObject({ status: 'fresh', error: null });
    expectComplete(to);
  });
});

describe('a bad network and tables of its own', () => {
  it('unprocessed keys are requested again', async () => {
    // Enough keys that half of them is left over more than once.
    await open(await tablesOf(madeUpHostnames(4)));
    const to = await begin();
    proxy.fault = () => ({ kind: 'partial' });
    expect(await sync()).toMatchObject({ status: 'fresh' });
    expect(
      proxy.requests.filter(({ operation }) => operation === 'BatchGetItem').length,
    ).toBeGreaterThan(3);
    expectComplete(to);
  });

  it('failures of one table do not affect the others', async () => {
    await open(await tablesOf(FEW));
    const to = await begin();
    const upload = { hostname: 'old', times: [NOW], uploadedAt: NOW + 60 };
    await putItems(clients, tables.legacy, [legacyBatch(upload), legacyMarker(upload)]);
    proxy.fault = ({ body }) => (body['TableName'] === tables.registry ? { kind: 'deny' } : null);
    const source = await sync();
    expect(source).toMatchObject({
      status: 'failing',
      error: { code: 'access-denied' },
      tables: { registry: 'denied', system: 'active' },
    });
    expectComplete(to);
  });
});

describe('a backfill', () => {
  beforeEach(async () => {
    await open(await tablesOf(MANY));
  });

  it('a backfill that fails halfway keeps what it has, and the next sync completes it', async () => {
    let queries = 0;
    proxy.fault = ({ operation }) => {
      if (operation !== 'Query') return null;
      queries += 1;
      return queries > 100 ? { kind: 'fail' } : null;
    };
    expect(await sync()).toMatchObject({ status: 'failing' });
    const kept = hostnames.flatMap((hostname) =>
      points(minutesOf(test.engine, hostname, NOW - 2 * HOUR_S, NOW)),
    );
    expect(kept.length).toBeGreaterThan(100);

    proxy.fault = () => null;
    await test.reopen();
    proxy.reset();
    expect(await sync()).toMatchObject({ status: 'fresh' });
    expectComplete(NOW);
    const asked = proxy.requests.filter(({ operation }) => operation === 'Query').length;
    // What had come before the failure is not asked again.
    expect(asked).toBeLessThan(12 * 25);
  });

  it('shows its progress, and can be cancelled', async () => {
    proxy.latency = 30;
    await test.engine.sync('user');
    const progress = test.engine.overview().sync.backfill;
    expect(progress?.total).toBeGreaterThan(200);
    expect(test.engine.cancelBackfill().backfill).toBeNull();
    await test.engine.whenIdle();
    proxy.latency = 0;
    await sync();
    expectComplete(NOW);
  });

  it('fetches viewed hosts first', async () => {
    proxy.latency = 20;
    await test.engine.sync('user');
    proxy.reset();
    await test.engine.hosts.backfill(
      { sourceId: 'default', hostname: 'host-0007' },
      NOW - 40 * HOUR_S,
    );
    const before = test.engine.overview().sync.backfill;
    expect(before?.total).toBeGreaterThan(before?.done ?? Infinity);
    const shown = minutesOf(test.engine, 'host-0007', NOW - 2 * HOUR_S, NOW);
    expect(points(shown)).toEqual(expectedPoints('host-0007', NOW - 2 * HOUR_S, NOW));
  });
});

it('closing does not wait for an answer that never comes', async () => {
  await open(await tablesOf(FEW));
  await sync();
  proxy.fault = () => ({ kind: 'hang' });
  const running = test.engine.sync('user');
  await test.engine.close();
  await running;
});
