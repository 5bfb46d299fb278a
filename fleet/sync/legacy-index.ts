import type { IndexedRole, LegacyIndex } from '../../contract/answers.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { indexCommand, indexUpdate } from '../remote/legacy-index.ts';
import { PRICES, writeCost } from '../../contract/prices.ts';
import type { TableInfo } from '../remote/tables.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** Bytes of an item that a write unit holds. */
const WRITE_UNIT_BYTES = 1024;
const GIGABYTE = 1024 ** 3;
/** Bytes that the keys of a run take in an index, about, with the 100 that DynamoDB charges for each item. */
const KEY_BYTES = 200;
const PROJECTIONS = { legacy: 'ALL', functions: 'KEYS_ONLY' } as const;

/** The index of a source's legacy table, or of its runs, as DynamoDB says now. Throws `AppFailure`. */
export async function legacyIndexOf(
  runtime: SourceRuntime,
  role: IndexedRole,
): Promise<LegacyIndex> {
  if (!runtime.connected) return describeIndex(runtime, role, null);
  const reader = await runtime.reader();
  await runtime.lookAtTable(reader, role);
  return describeIndex(runtime, role, await commandOf(runtime, role, reader));
}

/**
 * Creates the index and answers while DynamoDB fills it. One that is there or on its way is left as it is. Throws
 * `AppFailure`: where the credentials may not, with the command for somebody who may.
 */
export async function createLegacyIndex(
  runtime: SourceRuntime,
  role: IndexedRole,
): Promise<LegacyIndex> {
  const found = await legacyIndexOf(runtime, role);
  if (found.state === 'creating' || found.state === 'active') return found;
  const { config, tableInfo } = runtime;
  if (found.state === 'unavailable')
    throw appFailure(
      'table-missing',
      `The table ${config.tables[role]} cannot be looked at.`,
      'Check the table names in Settings; "doctor" tells the state of each table.',
    );
  const reader = await runtime.reader();
  const command = await commandOf(runtime, role, reader);
  try {
    await reader.updateTable(
      role,
      indexUpdate(config.tables[role], tableInfo[role].provisioned, PROJECTIONS[role]),
    );
  } catch (error) {
    throw error instanceof AppFailure && error.error.code === 'access-denied'
      ? appFailure(
          'access-denied',
          `These credentials may not change the table ${config.tables[role]} (UpdateTable).`,
          `Have somebody who may run this: ${command}`,
          error,
        )
      : error;
  }
  await runtime.lookAtTable(reader, role);
  return describeIndex(runtime, role, command);
}

/** The command of the AWS CLI that creates the index of the legacy table, or of runs. */
export async function indexCommandOf(
  { tables, endpoint }: SourceConfig,
  role: IndexedRole,
  reader: DynamoSource,
  { provisioned }: TableInfo,
): Promise<string> {
  return indexCommand(
    indexUpdate(tables[role], provisioned, PROJECTIONS[role]),
    await reader.region(),
    endpoint ?? null,
  );
}

const commandOf = ({ config, tableInfo }: SourceRuntime, role: IndexedRole, reader: DynamoSource) =>
  indexCommandOf(config, role, reader, tableInfo[role]);

function describeIndex(
  runtime: SourceRuntime,
  role: IndexedRole,
  command: string | null,
): LegacyIndex {
  const { config, tableInfo, stored, store } = runtime;
  const table = tableInfo[role];
  const { writeUnits, bytes } = sizeOf(role, table);
  const { provisioned: throughput } = table;
  return {
    sourceId: config.id,
    table: config.tables[role],
    state: stored.tables[role] === 'active' && command !== null ? table.index : 'unavailable',
    hosts: store.read(() =>
      role === 'legacy'
        ? store.hosts.ofLegacy(config.id, 0).length
        : store.functionReader.hosts().filter(({ sourceId }) => sourceId === config.id).length,
    ),
    tableBytes: bytes,
    writeUnits,
    cost: writeUnits === null ? null : writeCost(writeUnits),
    storageCost: bytes === null ? null : (bytes / GIGABYTE) * PRICES.perGigabyteMonth,
    throughput,
    seconds:
      writeUnits === null || throughput === null ? null : Math.ceil(writeUnits / throughput.write),
    command,
  };
}

/** What filling the index takes, and what it stores. Of keys alone a unit an item. */
function sizeOf(
  role: IndexedRole,
  table: TableInfo,
): { writeUnits: number | null; bytes: number | null } {
  if (role === 'legacy') return { writeUnits: unitsToFill(table), bytes: table.bytes };
  const { items } = table;
  return { writeUnits: items, bytes: items === null ? null : items * KEY_BYTES };
}

/** Each item is written as a whole, by the kilobyte begun: estimated from the mean size. */
function unitsToFill({ items, bytes }: TableInfo): number | null {
  if (items === null || bytes === null) return null;
  return items === 0 ? 0 : items * Math.ceil(bytes / items / WRITE_UNIT_BYTES);
}
