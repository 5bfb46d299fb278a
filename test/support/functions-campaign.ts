import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, vi } from 'vitest';
import type { FunctionRun } from '../../contract/functions.ts';
import type { TableNames } from '../../contract/tables.ts';
import { LEGACY_INDEX } from '../../contract/tables.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import { decodeFunctionRun } from '../../fleet/remote/functions-decode.ts';
import {
  createTables,
  deleteNamed,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from './fleet-tables.ts';
import { openTestEngine } from './test-engine.ts';
import { libraryItem } from './made-up/python-runs.ts';

/** Waits of at least this long are deadlines and schedules: their signals end them. */
const LEAP_MS = 60_000;

/** A clock whose waits end at once and advance it by their length. Concurrent waits overlap. */
export class LeapingClock implements Clock {
  #ms: number;

  constructor(seconds: number) {
    this.#ms = seconds * 1000;
  }

  now(): number {
    return this.#ms;
  }

  set(seconds: number): void {
    this.#ms = seconds * 1000;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms >= LEAP_MS) return systemClock.sleep(600_000, signal);
    const until = this.#ms + ms;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    this.#ms = Math.max(this.#ms, until);
  }
}

/** The read and write units per second of the library's table. */
export const LIBRARY_UNITS = 5;

/** The table as the library creates it, or with the index that a user has added. */
export async function createLibraryTable(
  clients: DynamoClients,
  { functions }: TableNames,
  index?: 'ALL' | 'KEYS_ONLY',
): Promise<void> {
  const throughput = { ReadCapacityUnits: LIBRARY_UNITS, WriteCapacityUnits: LIBRARY_UNITS };
  const keys = [
    { AttributeName: 'hostname', KeyType: 'HASH' as const },
    { AttributeName: 'timestamp', KeyType: 'RANGE' as const },
  ];
  await clients.base.send(
    new CreateTableCommand({
      TableName: functions,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'N' },
        ...(index === undefined
          ? []
          : [
              { AttributeName: 'hostname', AttributeType: 'S' as const },
              { AttributeName: 'timestamp', AttributeType: 'N' as const },
            ]),
      ],
      ProvisionedThroughput: throughput,
      ...(index === undefined
        ? {}
        : {
            GlobalSecondaryIndexes: [
              {
                IndexName: LEGACY_INDEX,
                KeySchema: keys,
                Projection: { ProjectionType: index },
                ProvisionedThroughput: throughput,
              },
            ],
          }),
    }),
  );
}

/** The contents of a campaign, and how it is read. */
export interface TableCampaign {
  endpoint: string;
  /** Unix seconds of the newest run. */
  now: number;
  runs: number;
  /** How often the program ends while it reads. */
  interruptions: number;
  index?: 'ALL' | 'KEYS_ONLY';
}

/**
 * Writes runs into a table as the library creates it, reads them at a rate that does not throttle its writers while the
 * program ends again and again, and expects each run exactly once, with its read units counted. Returns units and
 * seconds.
 */
export async function runTableCampaign({
  endpoint,
  now,
  runs: count,
  interruptions,
  index,
}: TableCampaign): Promise<{ units: number; seconds: number }> {
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables);
  await createLibraryTable(clients, tables, index);
  const runs = madeUpRuns(count, now);
  await uploadRuns(clients, tables, runs);
  const clock = new LeapingClock(now);
  const test = openTestEngine([testSource(endpoint, tables)], clock);
  try {
    const table = () => test.engine.sources.get('default').functionTable;
    const known = (): number =>
      test.engine.answers.functions.runs({ from: now - 399 * 86_400, to: now, offset: 0, limit: 1 })
        .total;
    if (index !== undefined)
      for (let host = 0; host < HOSTS; host += 1)
        test.engine.recordLocal(
          'default',
          {
            hostname: `batch-${String(host)}`,
            minute: now,
            collectedAt: now,
            cpuPercent: 1,
            memoryPercent: 1,
          },
          {},
        );
    for (let end = 1; end <= interruptions; end += 1) {
      await test.engine.sync('user');
      await vi.waitFor(
        () => {
          expect(known()).toBeGreaterThan((end * count) / (interruptions + 2));
        },
        { timeout: 600_000, interval: 20 },
      );
      await table().stop();
      expect(known()).toBeLessThan(count);
      await test.reopen();
    }
    await test.engine.sync('user');
    await table().whenDone();
    const { itemsRead, unitsUsed, state, error } = table().status();
    expect(error).toBeNull();
    if (index === undefined)
      expect({ itemsRead, state }).toEqual({ itemsRead: count, state: 'done' });
    expectRuns(test.engine, runs);
    const units = test.engine.diagnostics
      .capacity(30)
      .days.filter(({ table: name }) => name === tables.functions)
      .reduce((sum, { readUnits }) => sum + readUnits, 0);
    if (index === undefined) expect(units).toBeCloseTo(unitsUsed, 5);
    const seconds = clock.now() / 1000 - now;
    expect(units / seconds).toBeLessThanOrEqual((LIBRARY_UNITS / 4) * 1.1);
    return { units, seconds };
  } finally {
    await test.dispose();
    await deleteNamed(clients, Object.values(tables));
    clients.destroy();
  }
}

const HOSTS = 5;

/** Made-up runs of the hosts `batch-0` to `batch-4`, a minute apart, ending at `until` (Unix seconds). */
export function madeUpRuns(count: number, until: number, first = 0): FunctionRun[] {
  return Array.from({ length: count }, (_, index) => {
    const n = first + index;
    const at = until - (count - index) * 60 + 0.25;
    return {
      id: Math.round(at * 1e6),
      session: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      at,
      hostname: `batch-${String(n % HOSTS)}`,
      timings: [
        { name: 'load', calls: 1 + (n % 7), wall: 0.5 + n / 1000, min: 1e-7, max: 0.5, cpu: 0.25 },
        { name: '__proto__', calls: 1, wall: n % 3, min: null, max: null, cpu: null },
      ],
    };
  });
}

/** Writes runs into the library's table as the library does. */
export async function uploadRuns(
  clients: DynamoClients,
  { functions }: TableNames,
  runs: readonly FunctionRun[],
): Promise<void> {
  await putItems(
    clients,
    functions,
    runs.map((run) => libraryItem(run)),
  );
}

/** Expects an engine's store to contain exactly these runs, each once. */
export function expectRuns(engine: FleetEngine, runs: readonly FunctionRun[]): void {
  const to = Math.max(...runs.map(({ at }) => at)) + 1;
  const from = Math.max(0, to - 399 * 86_400);
  const found = new Map<string, string>();
  for (let offset = 0; ; offset += 1000) {
    const page = engine.answers.functions.runs({ from, to, offset, limit: 1000 });
    for (const { key, at, hostname } of page.runs) {
      const { functions } = engine.answers.functions.run({ key });
      found.set(`${hostname} ${String(at)}`, timingsOf(functions));
    }
    expect(page.total).toBe(runs.length);
    if (page.runs.length < 1000) break;
  }
  const wanted = runs.map((run) => {
    const { run: decoded } = decodeFunctionRun(libraryItem(run), to);
    return [`${run.hostname} ${String(run.at)}`, timingsOf(decoded?.timings ?? [])] as const;
  });
  expect(found).toEqual(new Map(wanted));
}

function timingsOf(timings: FunctionRun['timings']): string {
  const kept = (value: number | null): number | null =>
    value === null ? null : Math.fround(value);
  return JSON.stringify(
    timings
      .map(({ name, calls, wall, min, max, cpu }) => [
        name,
        calls,
        kept(wall),
        kept(min),
        kept(max),
        kept(cpu),
      ])
      .sort(([a], [b]) => String(a).localeCompare(String(b))),
  );
}
