import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { TableNames } from '../../../../contract/tables.ts';
import { DynamoSource } from '../../../../fleet/remote/dynamo-source.ts';
import { RegistryLeaps } from '../../../../fleet/remote/registry-leaps.ts';
import { scanRegistry } from '../../../../fleet/remote/registry.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { createTables, localClients, uniqueTables } from '../../../support/fleet-tables.ts';

const NOW = 1_795_000_020;
const HOSTS = 40;
/** Two at the start, those that leap, and one that reads everything again. */
const POLLS = 2 + 120 + 1;
const LARGE = 'x'.repeat(250_000);

let clients: DynamoClients;
let tables: TableNames;
let units: number;
let source: DynamoSource;

beforeEach(async () => {
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables);
  units = 0;
  const onUse = ({ readUnits }: { readUnits: number }): void => {
    units += readUnits;
  };
  source = new DynamoSource({ clients, tables, onUse });
  for (let host = 0; host < HOSTS; host += 1) await put(`web-${String(host)}`);
});

afterEach(() => {
  clients.destroy();
});

async function put(hostname: string, more: Record<string, unknown> = {}): Promise<void> {
  const item = { hostname, last_seen: NOW - 60, active: true, ...more };
  await clients.document.send(new PutCommand({ TableName: tables.registry, Item: item }));
}

function putDocument(name: string, version: number, document = LARGE): Promise<void> {
  return put(`#py-perf-desktop/${name}`, { active: false, version, document });
}

/** Reads the registry as a poll does: the hosts, our own rows, and the units that it took. */
async function poll(leaps: RegistryLeaps, segments = 1) {
  const before = units;
  const hosts: string[] = [];
  const own = new Map<string, number>();
  for await (const page of scanRegistry(source, NOW, { leaps, segments })) {
    hosts.push(...page.entries.map(({ hostname }) => hostname));
    for (const [name, version] of page.own) own.set(name, version);
  }
  expect(new Set(hosts).size, 'no host twice').toBe(hosts.length);
  return { hosts: hosts.length, own, units: units - before };
}

it('a document of 250 KB adds at most one read unit per poll', async () => {
  const without = await poll(new RegistryLeaps());
  await putDocument('shared', 7);
  await put('#py-perf-desktop/lease', { active: false, fence: 1, version: 3 });
  const leaps = new RegistryLeaps();
  const all: number[] = [];
  for (let count = 0; count < POLLS; count += 1) {
    const { hosts, own, units: taken } = await poll(leaps);
    expect(hosts).toBe(HOSTS);
    expect(own.get('shared')).toBe(7);
    expect(own.get('lease')).toBe(3);
    all.push(taken - without.units);
  }
  const [first = 0, second = 0, ...others] = all;
  expect(first).toBeGreaterThan(25);
  expect(second).toBe(first);
  expect(others.at(-1)).toBe(first);
  expect(Math.max(...others.slice(0, -1))).toBeLessThanOrEqual(0.5);
  expect(others.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(others.length);
});

it('a change of a large document shows at the next poll, and so do new hosts, except one right before a document', async () => {
  await putDocument('shared', 7);
  await putDocument('told', 100);
  await put('#py-perf-desktop/changes', { active: false, version: 1 });
  const leaps = new RegistryLeaps();
  await poll(leaps, 2);
  await poll(leaps, 2);
  expect((await poll(leaps, 2)).units).toBeLessThan(5);
  await putDocument('shared', 8);
  await put('#py-perf-desktop/changes', { active: false, version: 2 });
  // Not known: it is read by its key.
  expect((await poll(leaps, 2)).own.get('shared')).toBeNaN();
  expect((await poll(leaps, 2)).own.get('shared')).toBe(8);
  await poll(leaps, 2);
  let missing = 0;
  for (let host = 0; host < 40; host += 1) {
    await put(`new-${String(host)}`);
    const { hosts, own } = await poll(leaps, 2);
    expect(own.get('shared')).toBe(8);
    missing = Math.max(missing, HOSTS + host + 1 - hosts);
  }
  // A host right before a document waits for a full scan.
  expect(missing).toBeLessThan(5);
});
