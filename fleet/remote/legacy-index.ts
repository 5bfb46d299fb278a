import type {
  CreateGlobalSecondaryIndexAction,
  TableDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { LEGACY_INDEX } from '../../contract/tables.ts';

/** `absent` counts one that is being deleted: it answers nothing. */
export type LegacyIndexState = 'absent' | 'creating' | 'active';

/** Read and write units a second that a provisioned table's index gets. */
export interface IndexThroughput {
  read: number;
  write: number;
}

/** How far `hostname-timestamp-index` of a legacy table is. Queries are answered once it is `active`. */
export function legacyIndexState({ GlobalSecondaryIndexes }: TableDescription): LegacyIndexState {
  const index = (GlobalSecondaryIndexes ?? []).find(({ IndexName }) => IndexName === LEGACY_INDEX);
  if (index === undefined || index.IndexStatus === 'DELETING') return 'absent';
  return index.IndexStatus === 'CREATING' ? 'creating' : 'active';
}

/**
 * What UpdateTable is to do. The index of a legacy table holds all of each item, because other readers of these tables
 * take the samples from it; that of runs the keys alone, by which the items are fetched. On a provisioned table it gets
 * `throughput`; null: on demand, as the table.
 */
export function indexUpdate(
  table: string,
  throughput: IndexThroughput | null,
  projection: 'ALL' | 'KEYS_ONLY' = 'ALL',
): UpdateTableCommandInput {
  const create: CreateGlobalSecondaryIndexAction = {
    IndexName: LEGACY_INDEX,
    KeySchema: [
      { AttributeName: 'hostname', KeyType: 'HASH' },
      { AttributeName: 'timestamp', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: projection },
    ...(throughput === null
      ? {}
      : {
          ProvisionedThroughput: {
            ReadCapacityUnits: throughput.read,
            WriteCapacityUnits: throughput.write,
          },
        }),
  };
  return {
    TableName: table,
    AttributeDefinitions: [
      { AttributeName: 'hostname', AttributeType: 'S' },
      { AttributeName: 'timestamp', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexUpdates: [{ Create: create }],
  };
}

/** The same as a command of the AWS CLI, for who may not do it here. Names of tables need no quotes. */
export function indexCommand(
  input: UpdateTableCommandInput,
  region: string,
  endpoint: string | null,
): string {
  const attributes = (input.AttributeDefinitions ?? []).map(
    ({ AttributeName, AttributeType }) =>
      `AttributeName=${String(AttributeName)},AttributeType=${String(AttributeType)}`,
  );
  return [
    'aws dynamodb update-table',
    `--region ${region}`,
    ...(endpoint === null ? [] : [`--endpoint-url ${endpoint}`]),
    `--table-name ${String(input.TableName)}`,
    `--attribute-definitions ${attributes.join(' ')}`,
    `--global-secondary-index-updates '${JSON.stringify(input.GlobalSecondaryIndexUpdates)}'`,
  ].join(' ');
}
