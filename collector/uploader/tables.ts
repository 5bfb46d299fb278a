import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { TableFormat } from '../../contract/settings.ts';
import { TABLE_LAYOUTS, type TableNames } from '../../contract/tables.ts';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import { indexProblem, keyProblem } from '../../platform/aws/table-layout.ts';
import { awsFailure } from '../../platform/aws/errors.ts';

/** The tables that a collector writes in either format. */
const ROLES = { v2: ['system', 'registry'], legacy: ['legacy', 'registry'] } as const;
type Role = (typeof ROLES)[TableFormat][number];

/** Seconds that a new table may take to become active. */
const CREATION_LIMIT_S = 120;

/** Creates missing tables, on demand, with TTL if the layout has it. Throws `AppFailure`. */
export async function ensureTables(
  client: DynamoDBClient,
  tables: TableNames,
  format: TableFormat = 'v2',
): Promise<void> {
  for (const role of ROLES[format]) {
    const name = tables[role];
    try {
      if (!(await exists(client, name))) await create(client, role, name);
    } catch (error) {
      throw awsFailure(error, `creating ${name}`);
    }
  }
}

/** What to write, and where to. */
export interface LayoutCheck {
  tables: TableNames;
  format: TableFormat;
  /** A sample in its stored form. */
  item: Item;
  signal: AbortSignal | undefined;
}

/**
 * Makes sure that the tables can hold such samples: keys with the right names and types, and no index that refuses
 * `item`. Throws `AppFailure`, with `table-layout` if they cannot. Tables that may not be described pass.
 */
export async function requireLayout(
  client: DynamoDBClient,
  { tables, format, item, signal }: LayoutCheck,
): Promise<void> {
  for (const role of ROLES[format]) {
    const name = tables[role];
    const table = await describe(client, role, name, signal);
    if (table === null) continue;
    const problem =
      keyProblem(table, role, name) ?? (role === 'system' ? indexProblem(table, item, name) : null);
    if (problem !== null) throw wrongTable(problem);
  }
}

/** The table is at fault, not its samples, so all of them wait. */
export function wrongTable(problem: string, cause?: unknown): AppFailure {
  return appFailure(
    'table-layout',
    problem,
    'Correct the table, or name another one in Settings. Samples wait in the outbox and are uploaded once the table is right.',
    cause,
  );
}

/** Null if the table may not be described, or is the registry and missing: that blocks no sample. */
async function describe(
  client: DynamoDBClient,
  role: Role,
  name: string,
  signal: AbortSignal | undefined,
): Promise<TableDescription | null> {
  try {
    const { Table } = await client.send(
      new DescribeTableCommand({ TableName: name }),
      signal === undefined ? {} : { abortSignal: signal },
    );
    return Table ?? null;
  } catch (error) {
    const failure = awsFailure(error, `looking at ${name}`);
    const { code } = failure.error;
    if (code === 'access-denied' || (code === 'table-missing' && role === 'registry')) return null;
    throw failure;
  }
}

async function exists(client: DynamoDBClient, name: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName: name }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

async function create(client: DynamoDBClient, role: Role, name: string): Promise<void> {
  const { keys, ttlAttribute } = TABLE_LAYOUTS[role];
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((key) => ({
          AttributeName: key.name,
          AttributeType: key.type,
        })),
        KeySchema: keys.map((key, index) => ({
          AttributeName: key.name,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
      }),
    );
  } catch (error) {
    // Another collector was faster.
    if (!(error instanceof Error && error.name === 'ResourceInUseException')) throw error;
  }
  await waitUntilTableExists(
    { client, maxWaitTime: CREATION_LIMIT_S, minDelay: 1 },
    { TableName: name },
  );
  if (ttlAttribute !== null) await enableTtl(client, name, ttlAttribute);
}

async function enableTtl(client: DynamoDBClient, name: string, attribute: string): Promise<void> {
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
      }),
    );
  } catch (error) {
    // Another collector was faster here too; this error name has many causes.
    if (!(error instanceof Error && /already enabled/iu.test(error.message))) throw error;
  }
}
