import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { FunctionRun } from '../../contract/functions.ts';
import type { TableNames } from '../../contract/tables.ts';
import { LEGACY_INDEX } from '../../contract/tables.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import { decodeFunctionRun } from '../../fleet/remote/functions-decode.ts';
import { putItems } from './fleet-tables.ts';
import { libraryItem } from './made-up/python-runs.ts';

/** Waits as long as this are deadlines and schedules: they end by their signals. */
const LEAP_MS = 60_000;

/** A clock whose waits are over at once: it is then later by as much. Waits at the same time overlap. */
export class LeapingClock implements Clock {
  #ms: number;

  constructor(seconds: number) {
    this.#ms = seconds * 1000;
  }

  now(): number {
    return this.#ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms >= LEAP_MS) return systemClock.sleep(600_000, signal);
    const until = this.#ms + ms;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    this.#ms = Math.max(this.#ms, until);
  }
}

/** Read and write units a second that the library creates its table with. */
export const LIBRARY_UNITS = 5;

/** The library's table as it creates it, or with the index that its user has added. */
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

/** Made-up runs of the hosts `batch-0` to `batch-4`, a minute apart, ending at `until` (Unix seconds). */
export function madeUpRuns(count: number, until: number, first = 0): FunctionRun[] {
  return Array.from({ length: count }, (_, index) => {
    const n = first + index;
    const at = until - (count - index) * 60 + 0.25;
    return {
      id: Math.round(at * 1e6),
      session: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      at,
      hostname: `batch-${String(n % 5)}`,
      timings: [
        { name: 'load', calls: 1 + (n % 7), wall: 0.5 + n / 1000, min: 1e-7, max: 0.5, cpu: 0.25 },
        { name: '__proto__', calls: 1, wall: n % 3, min: null, max: null, cpu: null },
      ],
    };
  });
}

/** Puts runs into the library's table as the library writes them. */
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

/** Expects the store of an engine to hold these runs, each once, and no other. */
export function expectRuns(engine: FleetEngine, runs: readonly FunctionRun[]): void {
  const to = Math.max(...runs.map(({ at }) => at)) + 1;
  const from = Math.max(0, to - 399 * 86_400);
  const found = new Map<string, string>();
  for (let offset = 0; ; offset += 1000) {
    const page = engine.functions.runs({ from, to, offset, limit: 1000 });
    for (const { key, at, hostname } of page.runs) {
      const { functions } = engine.functions.run({ key });
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
