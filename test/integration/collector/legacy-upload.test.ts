import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { legacyMarkerId } from '../../../collector/uploader/legacy-batch.ts';
import { uploadLegacyBatch } from '../../../collector/uploader/legacy-upload.ts';
import type { Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import { sourceConfigSchema } from '../../../contract/settings.ts';
import { createDynamoClients, type DynamoClients } from '../../../platform/aws/dynamo-client.ts';

const AT = 1_795_469_726.13;

let clients: DynamoClients;
let table: string;

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';
  clients = await createDynamoClients(
    sourceConfigSchema.parse({ id: 'default', name: 'AWS', endpoint: inject('dynamoEndpoint') }),
  );
});

afterAll(() => {
  clients.destroy();
});

beforeEach(async () => {
  table = `legacy-${randomUUID()}`;
  await clients.base.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
});

function sample(hostname: string, cpuPercent = 10): Sample {
  const minute = 1_795_469_640;
  return { hostname, minute, collectedAt: minute + 1.5, cpuPercent, memoryPercent: 50 };
}

async function upload(samples: Sample[], uploadedAt: number): Promise<void> {
  await uploadLegacyBatch(samples, { document: clients.document, table, uploadedAt });
}

async function stored(): Promise<Item[]> {
  const { Items = [] } = await clients.document.send(new ScanCommand({ TableName: table }));
  return Items.toSorted((a, b) => Number(a['id']) - Number(b['id']));
}

async function marker(hostname: string): Promise<unknown> {
  return (await stored()).find(({ id }) => id === legacyMarkerId(hostname))?.['latest_record_id'];
}

describe('uploadLegacyBatch', () => {
  it('gives hosts that upload in the same millisecond different keys', async () => {
    await upload([sample('a')], AT);
    await upload([sample('b')], AT);
    const batches = (await stored()).filter((item) => item['data_type'] === 'system_metrics');
    expect(batches.map(({ id, hostname }) => [id, hostname])).toEqual([
      [1_795_469_726_130, 'a'],
      [1_795_469_726_131, 'b'],
    ]);
    expect(await marker('b')).toBe(1_795_469_726_131);
  });

  it('uploadLegacyBatch is harmless when repeated because an answer was lost', async () => {
    await upload([sample('a')], AT);
    await upload([sample('a')], AT);
    expect(await stored()).toHaveLength(2);
  });

  it('never moves the marker back', async () => {
    await upload([sample('a')], AT);
    await upload([sample('a', 20)], AT - 60);
    expect(await marker('a')).toBe(1_795_469_726_130);
  });

  it('reports a missing table', async () => {
    table = 'no-such-table';
    await expect(upload([sample('a')], AT)).rejects.toMatchObject({
      error: { code: 'table-missing' },
    });
  });
});
