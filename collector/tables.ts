import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { TABLE_LAYOUTS, type TableNames } from '../contract/tables.ts';
import { awsFailure } from '../platform/aws-errors.ts';

/** The tables that this collector writes. */
const ROLES = ['system', 'registry'] as const;

/** Seconds that a new table may take to become usable. */
const CREATION_LIMIT = 120;

/** Creates the tables that are missing, on demand capacity, with TTL where the layout has it. Throws `AppFailure`. */
export async function ensureTables(client: DynamoDBClient, tables: TableNames): Promise<void> {
  for (const role of ROLES) {
    const name = tables[role];
    try {
      if (!(await exists(client, name))) await create(client, role, name);
    } catch (error) {
      throw awsFailure(error, `creating ${name}`);
    }
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

async function create(
  client: DynamoDBClient,
  role: (typeof ROLES)[number],
  name: string,
): Promise<void> {
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
    { client, maxWaitTime: CREATION_LIMIT, minDelay: 1 },
    { TableName: name },
  );
  if (ttlAttribute !== null)
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
      }),
    );
}
