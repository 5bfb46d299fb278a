import type { LegacyIndex } from '../../contract/answers.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { indexCommand, indexUpdate } from '../remote/legacy-index.ts';
import { PRICES, writeCost } from '../remote/prices.ts';
import type { TableInfo } from '../remote/tables.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** Bytes of an item that a write unit holds. */
const WRITE_UNIT_BYTES = 1024;
const GIGABYTE = 1024 ** 3;

/** The index of a source's legacy table, as DynamoDB says now. Throws `AppFailure`. */
export async function legacyIndexOf(runtime: SourceRuntime): Promise<LegacyIndex> {
  if (!runtime.connected) return describeIndex(runtime, null);
  const reader = await runtime.reader();
  await runtime.lookAtLegacyTable(reader);
  return describeIndex(runtime, await commandOf(runtime, reader));
}

/**
 * Creates the index and answers while DynamoDB fills it. One that is there or on its way is left as it is. Throws
 * `AppFailure`: where the credentials may not, with the command for somebody who may.
 */
export async function createLegacyIndex(runtime: SourceRuntime): Promise<LegacyIndex> {
  const found = await legacyIndexOf(runtime);
  if (found.state === 'creating' || found.state === 'active') return found;
  const { config, tableInfo } = runtime;
  if (found.state === 'unavailable')
    throw appFailure(
      'table-missing',
      `The legacy table ${config.tables.legacy} cannot be looked at.`,
      'Check the table names in Settings; "doctor" tells the state of each table.',
    );
  const reader = await runtime.reader();
  const command = await commandOf(runtime, reader);
  try {
    await reader.updateTable(
      'legacy',
      indexUpdate(config.tables.legacy, tableInfo.legacy.provisioned),
    );
  } catch (error) {
    throw error instanceof AppFailure && error.error.code === 'access-denied'
      ? appFailure(
          'access-denied',
          `These credentials may not change the table ${config.tables.legacy} (UpdateTable).`,
          `Have somebody who may run this: ${command}`,
          error,
        )
      : error;
  }
  await runtime.lookAtLegacyTable(reader);
  return describeIndex(runtime, command);
}

/** The command of the AWS CLI that creates the index of the legacy table. */
export async function indexCommandOf(
  { tables, endpoint }: SourceConfig,
  reader: DynamoSource,
  { provisioned }: TableInfo,
): Promise<string> {
  return indexCommand(
    indexUpdate(tables.legacy, provisioned),
    await reader.region(),
    endpoint ?? null,
  );
}

const commandOf = ({ config, tableInfo }: SourceRuntime, reader: DynamoSource) =>
  indexCommandOf(config, reader, tableInfo.legacy);

function describeIndex(runtime: SourceRuntime, command: string | null): LegacyIndex {
  const { config, tableInfo, stored, store } = runtime;
  const { legacy } = tableInfo;
  const writeUnits = unitsToFill(legacy);
  const { provisioned: throughput } = legacy;
  return {
    sourceId: config.id,
    table: config.tables.legacy,
    state: stored.tables.legacy === 'active' && command !== null ? legacy.index : 'unavailable',
    hosts: store.read(() => store.hosts.ofLegacy(config.id, 0)).length,
    tableBytes: legacy.bytes,
    writeUnits,
    cost: writeUnits === null ? null : writeCost(writeUnits),
    storageCost: legacy.bytes === null ? null : (legacy.bytes / GIGABYTE) * PRICES.perGigabyteMonth,
    throughput,
    seconds:
      writeUnits === null || throughput === null ? null : Math.ceil(writeUnits / throughput.write),
    command,
  };
}

/** Each item is written as a whole, by the kilobyte begun: estimated from the mean size. */
function unitsToFill({ items, bytes }: TableInfo): number | null {
  if (items === null || bytes === null) return null;
  return items === 0 ? 0 : items * Math.ceil(bytes / items / WRITE_UNIT_BYTES);
}
