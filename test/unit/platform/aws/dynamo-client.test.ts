import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createRawServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceConfigSchema } from '../../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { createDynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../../../platform/aws/errors.ts';
import { FLEET, KEYS, connect, failureOf, useAwsFiles } from '../../../support/aws-files.ts';
import { testSource } from '../../../support/fleet-tables.ts';

const aws = useAwsFiles();

it('numbers of 38 digits are rounded, not refused', async () => {
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

describe('an address that sends in the clear', () => {
  beforeEach(() => {
    aws.useConfig(`[default]\nregion = eu-west-1\n${KEYS}`);
  });

  it.each([
    'http://10.0.0.7:8000',
    'http://dynamo.internal:8000',
    'http://localhost.evil.invalid',
    'http://127.0.0.1.evil.invalid',
    'http://[::ffff:10.0.0.7]:8000',
    'http://0.0.0.0:8000',
  ])('to another machine is refused unless the source allows it: %s', async (endpoint) => {
    expect(await failureOf({ endpoint })).toMatchObject({ code: 'not-configured' });
    expect(await connect({ endpoint, plainHttp: true })).toMatchObject({ accessKeyId: 'local' });
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
    expect(await failureOf({})).toMatchObject({ code: 'not-configured' });
  });

  it.each([
    'http://127.0.0.1:8000',
    'http://localhost:8000',
    'http://[::1]:8000',
    'https://dynamo.internal',
  ])('is invalid: %s', async (endpoint) => {
    expect(await connect({ endpoint })).toMatchObject({ accessKeyId: 'local' });
  });

  it.each(['https://a.invalid/?x=1', 'https://a.invalid/#x', 'https://me:pw@a.invalid/'])(
    'must be a host and a port only: %s',
    (endpoint) => {
      const parsed = sourceConfigSchema.safeParse({ id: 'default', name: 'AWS', endpoint });
      expect(parsed.success).toBe(false);
    },
  );
});

it('keys that AWS rejects are reported with profile and file', async () => {
  const path = aws.useConfig(`${FLEET}${KEYS}aws_session_token = old\n`);
  const server = createServer((_, response) => {
    const body =
      '{"__type":"com.amazonaws#ExpiredTokenException","message":"The token is expired"}';
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const source = sourceConfigSchema.parse({
    id: 'a',
    name: 'A',
    mode: 'on',
    profile: 'fleet',
    endpoint,
  });
  const clients = await createDynamoClients(source);
  const asked = clients.document.send(new ScanCommand({ TableName: 't' }));
  const failure = await asked.catch((error: unknown) => awsFailure(error, 'reading t').error);
  clients.destroy();
  await new Promise((resolve) => server.close(resolve));
  expect(failure).toMatchObject({
    code: 'credentials-rejected',
    message: `AWS rejected the credentials of the profile "fleet" in ${path} while reading t (ExpiredTokenException).`,
    hint: expect.stringContaining('login --profile fleet') as string,
  });
});

it('a failure before sending is never reported as an answer of DynamoDB', async () => {
  aws.useConfig(`[default]\nregion = eu-west-1\n${KEYS}`);
  const source = sourceConfigSchema.parse({ id: 'default', name: 'AWS', mode: 'on' });
  const clients = await createDynamoClients(source);
  const { document, base } = clients;
  base.config.credentials = () => Promise.reject(new TypeError('of undefined'));
  await expect(
    document.send(new ScanCommand({ TableName: 't' })).catch((error: unknown) => {
      throw awsFailure(error, 'reading t');
    }),
  ).rejects.toMatchObject({
    error: { code: 'not-configured', message: expect.stringContaining('of undefined') as string },
  });
  clients.destroy();
});

describe('keys that are rotated while the app runs', () => {
  it('sign the next request, from the current file', async () => {
    const path = join(aws.directory, 'credentials');
    const write = (id: string): void => {
      writeFileSync(path, `[fleet]\naws_access_key_id = ${id}\naws_secret_access_key = s\n`);
    };
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path);
    write('OLD');
    const source = sourceConfigSchema.parse({
      id: 'default',
      name: 'AWS',
      mode: 'on',
      profile: 'fleet',
      region: 'eu-west-1',
    });
    const clients = await createDynamoClients(source);
    const signer = async (): Promise<string> =>
      (await clients.base.config.credentials()).accessKeyId;
    expect(await signer()).toBe('OLD');
    write('ROTATED');
    await expect.poll(signer).toBe('ROTATED');
    clients.destroy();
  });
});

it.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ['headers without end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}'],
])('%s instead of HTTP is a bad answer', async (_, raw) => {
  const server = createRawServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => socket.end(raw));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const source = testSource(`http://127.0.0.1:${String(port)}`, DEFAULT_TABLE_NAMES);
  const clients = await createDynamoClients(source, { accessKeyId: 'a', secretAccessKey: 'b' });
  clients.base.config.maxAttempts = () => Promise.resolve(1);
  const failure = await clients.document
    .send(new ScanCommand({ TableName: 't' }))
    .catch((error: unknown) => awsFailure(error, 'reading t').error.code);
  expect(failure).toBe('bad-answer');
  clients.destroy();
  server.close();
});
