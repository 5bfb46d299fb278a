import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { createDynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { testSource } from '../../../support/fleet-tables.ts';

it('numbers of 38 digits are read as the nearest number, not refused', async () => {
  const item = { id: { N: '12345678901234567890123456789012345678' }, cpu: { N: '12.3' } };
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Items: [item], Count: 1, ScannedCount: 1 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = testSource(`http://127.0.0.1:${String(port)}`, DEFAULT_TABLE_NAMES);
  const keys = { accessKeyId: 'made-up', secretAccessKey: 'made-up' };
  const clients = await createDynamoClients(source, keys);
  const { Items } = await clients.document.send(new ScanCommand({ TableName: 'any' }));
  expect(Items).toEqual([{ id: 1.2345678901234568e37, cpu: 12.3 }]);
  clients.destroy();
  server.close();
});
