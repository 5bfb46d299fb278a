/**
 * Reading a fleet over a network with 40 ms of round-trip latency, beside a replay of the existing viewer's access
 * pattern: registry scan, then one query after another. Both go through the same proxy to DynamoDB Local.
 */
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { partitionKey, type TableNames } from '../../contract/tables.ts';
import { HOUR_S, MINUTE_S, hourOf, minuteOf } from '../../contract/time.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { systemClock } from '../../platform/clock.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { startDynamoDbLocal } from '../support/dynamodb-local.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { madeUpHostnames, putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients, testSource, uniqueTables } from '../support/fleet-tables.ts';
import { minutesOf, openTestEngine, type TestEngine } from '../support/test-engine.ts';
import { join } from 'node:path';

const LATENCY = 40;
const HOSTS = 100;
const MANY_HOSTS = 1000;
/** Hosts that the sequential pattern is measured on for the backfill; the rest is in proportion. */
const SEQUENTIAL_HOSTS = 5;

const local = await startDynamoDbLocal();
const proxy = await startFaultProxy(local.endpoint);
const direct = localClients(local.endpoint);
const behindProxy = localClients(proxy.endpoint);

const NOW = minuteOf(Date.now() / 1000) - 2 * MINUTE_S;
const hostnames = madeUpHostnames(HOSTS);

function report(what: string, ours: string, theirs: string, goal: string): void {
  console.log(`${what.padEnd(44)} ${ours.padEnd(34)} ${theirs.padEnd(34)} ${goal}`);
}

async function timed(
  work: () => Promise<unknown>,
): Promise<{ ms: number; requests: number; trips: number }> {
  proxy.reset();
  const begin = performance.now();
  await work();
  const ms = performance.now() - begin;
  return { ms, requests: proxy.requests.length, trips: proxy.roundTrips() };
}

const shown = ({ ms, requests, trips }: { ms: number; requests: number; trips: number }): string =>
  `${String(requests)} requests, ${String(trips)} trips, ${(ms / 1000).toFixed(2)} s`;

/** The existing viewer's overview: the registry, then one query a host for its newest minute. */
async function sequentialPoll(
  clients: DynamoClients,
  tables: TableNames,
  names: string[],
): Promise<void> {
  await clients.document.send(new ScanCommand({ TableName: tables.registry }));
  for (const hostname of names) await sequentialQuery(clients, tables, hostname, NOW, 1);
}

/** The existing viewer's host page: one query an hour, one after another. */
async function sequentialHost(
  clients: DynamoClients,
  tables: TableNames,
  hostname: string,
): Promise<void> {
  for (let hour = hourOf(NOW); hour >= hourOf(NOW - 24 * HOUR_S); hour -= HOUR_S)
    await sequentialQuery(clients, tables, hostname, hour);
}

async function sequentialQuery(
  clients: DynamoClients,
  tables: TableNames,
  hostname: string,
  time: number,
  limit?: number,
): Promise<void> {
  await clients.document.send(
    new QueryCommand({
      TableName: tables.system,
      KeyConditionExpression: 'hostname_hour = :key',
      ExpressionAttributeValues: { ':key': partitionKey(hostname, time) },
      ScanIndexForward: false,
      ...(limit === undefined ? {} : { Limit: limit }),
    }),
  );
}

function engineFor(tables: TableNames): TestEngine {
  return openTestEngine([testSource(proxy.endpoint, tables)], systemClock);
}

/** DynamoDB Local answers three times as slowly until its Java code is warm: neither side is to pay for that. */
async function warmUp(tables: TableNames): Promise<void> {
  const cold = hostnames.slice(0, 40);
  await Promise.all(cold.map((hostname) => sequentialHost(direct, tables, hostname)));
}

async function benchHundred(): Promise<void> {
  const tables = uniqueTables();
  await createTables(direct, tables);
  const from = NOW - 24 * HOUR_S;
  await putFleet(direct, tables, { hostnames, from, to: NOW });
  await warmUp(tables);
  proxy.latency = LATENCY;
  const test = engineFor(tables);

  await benchBackfill(test, tables);
  await benchHostPage(test, tables);
  await benchPoll(test, tables);
  await test.dispose();
  proxy.latency = 0;
}

async function benchBackfill(test: TestEngine, tables: TableNames): Promise<void> {
  const ours = await timed(async () => {
    await test.engine.sync('user');
    await test.engine.whenIdle();
  });
  const few = await timed(async () => {
    for (const hostname of hostnames.slice(0, SEQUENTIAL_HOSTS))
      await sequentialHost(behindProxy, tables, hostname);
  });
  const whole = (few.ms / SEQUENTIAL_HOSTS) * HOSTS;
  report(
    `backfill of 24 h, ${String(HOSTS)} hosts`,
    shown(ours),
    `${String((few.requests / SEQUENTIAL_HOSTS) * HOSTS)} requests, ${(whole / 1000).toFixed(1)} s (of ${String(SEQUENTIAL_HOSTS)} hosts)`,
    `${(whole / ours.ms).toFixed(1)} times faster (goal 15)`,
  );
}

/** A host that was never looked at, on an engine of its own. */
async function benchHostPage(known: TestEngine, tables: TableNames): Promise<void> {
  const fresh = engineFor(tables);
  const ref = { sourceId: 'default', hostname: 'host-0042' };
  await fresh.engine.sync('user');
  fresh.engine.cancelBackfill();
  const ours = await timed(() => fresh.engine.hosts.backfill(ref, NOW - 24 * HOUR_S));
  const theirs = await timed(() => sequentialHost(behindProxy, tables, ref.hostname));
  report('first 24 h of a host', shown(ours), shown(theirs), 'goal: one round');
  await fresh.dispose();

  const begin = performance.now();
  const again = await timed(async () => {
    await known.engine.hosts.backfill(ref, NOW - 24 * HOUR_S);
    minutesOf(known.engine, ref.hostname, NOW - 24 * HOUR_S, NOW);
  });
  report(
    'the second time',
    `${String(again.requests)} requests, ${(performance.now() - begin).toFixed(1)} ms`,
    'the same again',
    'goal: none, under 10 ms',
  );
}

async function benchPoll(test: TestEngine, tables: TableNames): Promise<void> {
  proxy.latency = 0;
  await putFleet(direct, tables, { hostnames, from: NOW, to: NOW + 2 * MINUTE_S });
  proxy.latency = LATENCY;
  const ours = await timed(() => test.engine.sync('user'));
  const theirs = await timed(() => sequentialPoll(behindProxy, tables, hostnames));
  report(
    `poll of ${String(HOSTS)} known hosts`,
    shown(ours),
    shown(theirs),
    'goal: 4 requests, 3 trips',
  );
}

/** Hosts that were synced a moment ago: the store is filled directly. */
async function benchThousand(): Promise<void> {
  // Two polls back, so that the minutes of both have passed.
  const start = minuteOf(Date.now() / 1000) - 4 * MINUTE_S;
  const tables = uniqueTables();
  await createTables(direct, tables);
  const names = madeUpHostnames(MANY_HOSTS, 'many');
  await putFleet(direct, tables, { hostnames: names, from: start, to: start + 2 * MINUTE_S });
  const test = engineFor(tables);
  await test.engine.close();
  const store = FleetStore.open(join(test.directory, 'fleet.db'));
  store.write(() => {
    for (const hostname of names) {
      const host = store.hosts.ensure({ sourceId: 'default', hostname });
      store.hosts.wantFrom(host, hourOf(start));
      store.hosts.setPolledThrough(host, start);
      store.record({
        host,
        layout: 'v2',
        records: [],
        known: { from: hourOf(start), to: start },
        now: start,
      });
    }
  });
  store.close();
  await test.reopen();
  // The first sync of a process looks at tables and for legacy markers; a poll is what follows.
  await test.engine.sync('user');
  await putFleet(direct, tables, {
    hostnames: names,
    from: start + 2 * MINUTE_S,
    to: start + 4 * MINUTE_S,
  });
  proxy.latency = LATENCY;
  const ours = await timed(() => test.engine.sync('user'));
  report(
    `poll of ${MANY_HOSTS.toLocaleString('en')} known hosts`,
    shown(ours),
    '1,001 requests (not run)',
    'goal: 25 requests',
  );
  await test.dispose();
  proxy.latency = 0;
}

try {
  report('', 'this engine', 'one after another', '');
  await benchHundred();
  await benchThousand();
} finally {
  direct.destroy();
  behindProxy.destroy();
  await proxy.close();
  await local.stop();
}
