import { randomUUID } from 'node:crypto';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../contract/records.ts';
import { sourceConfigSchema, type SourceConfig } from '../../contract/settings.ts';
import {
  LEGACY_INDEX,
  TABLE_LAYOUTS,
  type TableNames,
  type TableRole,
} from '../../contract/tables.ts';
import { REQUEST_LIMITS } from '../../platform/aws/bounded-handler.ts';
import { clientsOn, type DynamoClients } from '../../platform/aws/dynamo-client.ts';

const BATCH = 25;
const PARALLEL = 6;

/** Timeouts and credentials of test clients. */
export interface ClientOptions {
  /** Milliseconds after which a missing answer is given up. */
  requestTimeout?: number;
  maxAttempts?: number;
  /** Milliseconds for a whole answer. */
  attemptMs?: number;
  /** Access key and region; each pair has its own tables on the server of the integration tests. */
  account?: string;
  region?: string;
}

/** Clients for DynamoDB Local (or a proxy in front of it), created as in the product. */
export function localClients(endpoint: string, options: ClientOptions = {}): DynamoClients {
  const base = new DynamoDBClient({
    endpoint,
    region: options.region ?? 'us-east-1',
    credentials: { accessKeyId: options.account ?? 'local', secretAccessKey: 'local' },
    maxAttempts: options.maxAttempts ?? 4,
    requestHandler: {
      connectionTimeout: 3000,
      requestTimeout: options.requestTimeout ?? 10_000,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 256 },
    },
  });
  const { attemptMs = REQUEST_LIMITS.attemptMs } = options;
  return clientsOn(base, { ...REQUEST_LIMITS, attemptMs });
}

/** Table names that no other test uses. */
export function uniqueTables(): TableNames {
  const id = randomUUID().slice(0, 8);
  return {
    system: `system-${id}`,
    legacy: `legacy-${id}`,
    registry: `registry-${id}`,
    functions: `functions-${id}`,
  };
}

/** A connected source named `default` with these tables. */
export function testSource(
  endpoint: string,
  tables: TableNames,
  change: Partial<SourceConfig> = {},
): SourceConfig {
  return sourceConfigSchema.parse({
    id: 'default',
    name: 'AWS',
    mode: 'on',
    endpoint,
    tables,
    ...change,
  });
}

/** Creates one table in the layout of its role. */
export async function createTable(
  clients: DynamoClients,
  tables: TableNames,
  role: TableRole,
  options: { legacyIndex?: 'ALL' | 'KEYS_ONLY' } = {},
): Promise<void> {
  const { keys } = TABLE_LAYOUTS[role];
  const indexed = role === 'legacy' && options.legacyIndex !== undefined;
  await clients.base.send(
    new CreateTableCommand({
      TableName: tables[role],
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ...keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
        ...(indexed
          ? [
              { AttributeName: 'hostname', AttributeType: 'S' as const },
              { AttributeName: 'timestamp', AttributeType: 'N' as const },
            ]
          : []),
      ],
      KeySchema: keys.map(({ name }, index) => ({
        AttributeName: name,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
      ...(indexed
        ? {
            GlobalSecondaryIndexes: [
              {
                IndexName: LEGACY_INDEX,
                KeySchema: [
                  { AttributeName: 'hostname', KeyType: 'HASH' },
                  { AttributeName: 'timestamp', KeyType: 'RANGE' },
                ],
                Projection: { ProjectionType: options.legacyIndex ?? 'ALL' },
              },
            ],
          }
        : {}),
    }),
  );
}

/** Creates the tables of some roles; all three by default. */
export async function createTables(
  clients: DynamoClients,
  tables: TableNames,
  roles: readonly TableRole[] = ['system', 'legacy', 'registry'],
): Promise<void> {
  for (const role of roles) await createTable(clients, tables, role);
}

/** Deletes every table of a DynamoDB Local. */
export async function deleteTables(endpoint: string): Promise<void> {
  const clients = localClients(endpoint);
  const { TableNames = [] } = await clients.base.send(new ListTablesCommand({}));
  for (const TableName of TableNames)
    await clients.base.send(new DeleteTableCommand({ TableName }));
  clients.destroy();
}

/** Deletes those of the tables that exist. */
export async function deleteNamed(clients: DynamoClients, names: readonly string[]): Promise<void> {
  const { TableNames = [] } = await clients.base.send(new ListTablesCommand({}));
  for (const TableName of names)
    if (TableNames.includes(TableName))
      await clients.base.send(new DeleteTableCommand({ TableName }));
}

/** Writes plain items, 25 a request, a few requests at a time. */
export async function putItems(
  clients: DynamoClients,
  table: string,
  items: readonly Item[],
): Promise<void> {
  await inBatches(items, async (batch) => {
    await clients.document.send(
      new BatchWriteCommand({
        RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
  });
}

/** Writes items given in DynamoDB JSON, exactly as they are. */
export async function putRawItems(
  clients: DynamoClients,
  table: string,
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  await inBatches(items, async (batch) => {
    await clients.base.send(
      new BatchWriteItemCommand({
        RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
  });
}

async function inBatches<T>(
  items: readonly T[],
  send: (batch: T[]) => Promise<void>,
): Promise<void> {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH)
    batches.push(items.slice(start, start + BATCH));
  const worker = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) await send(batch);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
