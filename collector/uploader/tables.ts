import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { TableFormat } from '../../contract/settings.ts';
import { TABLE_LAYOUTS, type TableNames } from '../../contract/tables.ts';
import { appFailure } from '../../contract/errors.ts';
import { awsFailure } from '../../platform/aws/errors.ts';

/** The tables that a collector writes in either format. */
const ROLES = { v2: ['system', 'registry'], legacy: ['legacy', 'registry'] } as const;
type Role = (typeof ROLES)[TableFormat][number];

/** Seconds that a new table may take to become usable. */
const CREATION_LIMIT_S = 120;

/** Creates the tables that are missing, on demand capacity, with TTL where the layout has it. Throws `AppFailure`. */
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

/**
 * Makes sure that the table that samples go to has the keys of its layout. Throws `AppFailure` (`table-layout`): every sample would be
 * refused by such a table, and none of them is at fault.
 */
export async function requireLayout(
  client: DynamoDBClient,
  tables: TableNames,
  format: TableFormat = 'v2',
): Promise<void> {
  const [role] = ROLES[format];
  const name = tables[role];
  const expected = TABLE_LAYOUTS[role].keys.map((key) => key.name);
  const { Table } = await client
    .send(new DescribeTableCommand({ TableName: name }))
    .catch((error: unknown) => {
      throw awsFailure(error, `looking at ${name}`);
    });
  const found = (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName);
  if (found.join() === expected.join()) return;
  throw appFailure(
    'table-layout',
    `${name} has the keys ${found.join(', ')}, not ${expected.join(', ')}.`,
    'Name another table in Settings; samples stay in the outbox until then.',
  );
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
    // Another collector was faster here too; the name of this error stands for many.
    if (!(error instanceof Error && /already enabled/iu.test(error.message))) throw error;
  }
}
