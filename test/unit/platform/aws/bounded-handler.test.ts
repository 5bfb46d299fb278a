import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, gzipSync } from 'node:zlib';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REQUEST_LIMITS } from '../../../../platform/aws/bounded-handler.ts';
import { clientsOn, type DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../../../platform/aws/errors.ts';
import { PlainBatchGet, PlainQuery, PlainScan } from '../../../../platform/aws/plain-answer.ts';

let server: Server;
let answer: RequestListener;
let requests: number;
let clients: DynamoClients;

beforeEach(open);
afterEach(close);

/** A server of its own counts its own requests: none that arrives late is counted again. */
async function open(): Promise<void> {
  requests = 0;
  const mine = createServer((request, response) => {
    if (server === mine) requests += 1;
    answer(request, response);
  }).listen(0, '127.0.0.1');
  server = mine;
  await once(server, 'listening');
  clients = connect();
}

function close(): void {
  clients.destroy();
  server.closeAllConnections();
  server.close();
}

function connect(limits: Partial<typeof REQUEST_LIMITS> = {}, maxAttempts = 2): DynamoClients {
  const { port } = server.address() as AddressInfo;
  const base = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${String(port)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: 'made-up' },
    maxAttempts,
  });
  return clientsOn(base, { ...REQUEST_LIMITS, ...limits });
}

function says(
  body: string | Buffer,
  status = 200,
  headers: Record<string, string> = {},
): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
    response.end(body);
  };
}

const KEY = { hostname_hour: 'a#2026-11-30-07', minute_timestamp: 60 };
const MARSHALLED: Record<string, AttributeValue> = {
  hostname_hour: { S: KEY.hostname_hour },
  minute_timestamp: { N: '60' },
};
const USED = { ConsumedCapacity: { TableName: 't', CapacityUnits: 1 } };

const DEFINED = {
  KeySchema: [{ AttributeName: 'hostname', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'hostname', AttributeType: 'S' as const }],
};

/** Each operation as the product sends it, with an answer that is complete. */
const OPERATIONS: readonly [string, () => Promise<unknown>, Record<string, unknown>][] = [
  [
    'Scan',
    () => clients.document.send(new PlainScan({ TableName: 't' })),
    { Items: [], Count: 0, ScannedCount: 0 },
  ],
  [
    'Query',
    () => clients.document.send(new PlainQuery({ TableName: 't' })),
    { Items: [MARSHALLED], Count: 1, ScannedCount: 1 },
  ],
  [
    'BatchGetItem',
    () => clients.document.send(new PlainBatchGet({ RequestItems: { t: { Keys: [KEY] } } })),
    { Responses: { t: [MARSHALLED] }, UnprocessedKeys: {} },
  ],
  [
    'BatchWriteItem',
    () =>
      clients.document.send(
        new BatchWriteCommand({ RequestItems: { t: [{ PutRequest: { Item: KEY } }] } }),
      ),
    { UnprocessedItems: {} },
  ],
  ['GetItem', () => clients.document.send(new GetCommand({ TableName: 't', Key: KEY })), USED],
  ['PutItem', () => clients.document.send(new PutCommand({ TableName: 't', Item: KEY })), USED],
  [
    'UpdateItem',
    () => clients.document.send(new UpdateCommand({ TableName: 't', Key: KEY })),
    USED,
  ],
  [
    'DescribeTable',
    () => clients.base.send(new DescribeTableCommand({ TableName: 't' })),
    {
      Table: { TableStatus: 'ACTIVE', ...DEFINED },
    },
  ],
  [
    'CreateTable',
    () =>
      clients.base.send(
        new CreateTableCommand({ TableName: 't', BillingMode: 'PAY_PER_REQUEST', ...DEFINED }),
      ),
    { TableDescription: { TableStatus: 'CREATING', ...DEFINED } },
  ],
  [
    'UpdateTable',
    () => clients.base.send(new UpdateTableCommand({ TableName: 't' })),
    { TableDescription: { TableStatus: 'UPDATING', ...DEFINED } },
  ],
  [
    'UpdateTimeToLive',
    () =>
      clients.base.send(
        new UpdateTimeToLiveCommand({
          TableName: 't',
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        }),
      ),
    { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } },
  ],
];

/** Ways in which an answer does not come to its end. */
const ENDLESS: readonly [string, RequestListener][] = [
  [
    'stops after its headers',
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.flushHeaders();
    },
  ],
  [
    'stops halfway',
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"Items":[');
    },
  ],
  [
    'comes drop by drop',
    (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => {
        clearInterval(timer);
      });
    },
  ],
  ['never begins', () => undefined],
];

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return awsFailure(error, 'testing').error.code;
  }
}

/**
 * Calls again with four times the patience if a busy machine gave up before all requests had arrived: the test is not
 * about their duration.
 */
async function patiently(
  firstMs: number,
  arriving: number,
  call: (ms: number) => Promise<string>,
): Promise<string> {
  for (let ms = firstMs; ; ms *= 4) {
    clients.destroy();
    const code = await call(ms);
    if (requests >= arriving || ms > 10_000) return code;
    close();
    await open();
  }
}

describe.each(OPERATIONS)('an answer to %s', (_, send, complete) => {
  it('an answer counts if it is complete', async () => {
    answer = says(JSON.stringify(complete));
    expect(await codeOf(send())).toBe('done');
  });

  it.each([
    ['an empty body', says('')],
    ['blanks', says('  \n ')],
    ['{}', says('{}')],
    ['null', says('null')],
    ['[]', says('[]')],
    ['a number', says('0')],
    ['a string', says('"ok"')],
    ['the page of a captive portal', says('<!doctype html><p>Sign in', 200)],
    ['a redirect', says('{}', 302, { location: 'https://portal.invalid/' })],
    ['no content', says('', 204)],
    ['a status of its own', says('{}', 203)],
    ['half of it', says(halfOf(complete))],
    ['something about somebody else', says('{"ok":true,"Table":{},"Items":{},"Responses":[]}')],
    ['a refusal that is not of DynamoDB', says('{"message":"Forbidden"}', 403)],
    ['a page of a gateway', says('<html>Bad gateway', 502)],
  ] satisfies [string, RequestListener][])('does not count if it is %s', async (__, made) => {
    answer = made;
    expect(await codeOf(send())).toBe('bad-answer');
  });

  it.each(Object.keys(complete))('an answer does not count without %s', async (field) => {
    if (field === 'ScannedCount') return;
    const { [field]: _gone, ...rest } = complete;
    for (const incomplete of [rest, { ...rest, [field]: null }]) {
      answer = says(JSON.stringify(incomplete));
      expect(await codeOf(send())).toBe('bad-answer');
    }
  });

  it('an answer with a wrong checksum is requested again, and does not count if it stays wrong', async () => {
    answer = says(JSON.stringify(complete), 200, { 'x-amz-crc32': '12345' });
    expect(await codeOf(send())).toBe('bad-answer');
    expect(requests).toBe(2);
    const body = JSON.stringify(complete);
    answer = says(body, 200, { 'x-amz-crc32': String(crc32(body)) });
    expect(await codeOf(send())).toBe('done');
  });

  it.each(ENDLESS)(
    'that %s is given up, requested again, and finally given up',
    async (__, made) => {
      answer = made;
      const code = await patiently(60, 2, (attemptMs) => {
        clients = connect({ attemptMs });
        return codeOf(send());
      });
      expect(code).toBe('timeout');
      expect(requests).toBe(2);
    },
  );
});

function halfOf(complete: object): string {
  const text = JSON.stringify(complete);
  return text.slice(0, text.length / 2);
}

describe('a page of items', () => {
  const scan = (): Promise<unknown> => clients.document.send(new PlainScan({ TableName: 't' }));

  it.each<[string, object]>([
    ['fewer items than it counts', { Items: [MARSHALLED], Count: 2, ScannedCount: 2 }],
    ['more items than it counts', { Items: [MARSHALLED], Count: 0, ScannedCount: 0 }],
    ['a count that is none', { Items: [], Count: -1, ScannedCount: 0 }],
    ['a text for a count', { Items: [], Count: '0', ScannedCount: 0 }],
    ['items that are none', { Items: [null], Count: 1, ScannedCount: 1 }],
    ['an object for items', { Items: {}, Count: 0, ScannedCount: 0 }],
    ['a text for items', { Items: 'abc', Count: 3, ScannedCount: 3 }],
    ['values without types', { Items: [{ hostname: 'a' }], Count: 1, ScannedCount: 1 }],
    ['an unknown type', { Items: [{ a: { X: '1' } }], Count: 1, ScannedCount: 1 }],
    ['an empty key to go on', { Items: [], Count: 0, ScannedCount: 0, LastEvaluatedKey: {} }],
  ])('with %s does not count', async (_, made) => {
    answer = says(JSON.stringify(made));
    expect(await codeOf(scan())).toBe('bad-answer');
  });

  it('a page of items larger than DynamoDB’s maximum does not count, and is not read to its end', async () => {
    let written = 0;
    answer = (_, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const write = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.on('drain', write);
      write();
    };
    expect(await codeOf(scan())).toBe('bad-answer');
    expect(requests).toBe(1);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it('a compressed page of items is not unpacked', async () => {
    answer = says(gzipSync(Buffer.alloc(1024 * 1024)), 200, { 'content-encoding': 'gzip' });
    expect(await codeOf(scan())).toBe('bad-answer');
  });
});

describe('an answer to BatchGetItem', () => {
  const get = (): Promise<unknown> =>
    clients.document.send(new PlainBatchGet({ RequestItems: { t: { Keys: [KEY] } } }));
  const other = { ...MARSHALLED, minute_timestamp: { N: '120' } };

  it.each<[string, object]>([
    ['another table', { Responses: { other: [] }, UnprocessedKeys: {} }],
    ['keys of another table', { Responses: { t: [] }, UnprocessedKeys: { x: { Keys: [KEY] } } }],
    ['nothing of the table', { Responses: {}, UnprocessedKeys: {} }],
    ['an item of another key', { Responses: { t: [other] }, UnprocessedKeys: {} }],
    ['an item twice', { Responses: { t: [MARSHALLED, MARSHALLED] }, UnprocessedKeys: {} }],
    [
      'an item that is also left',
      { Responses: { t: [MARSHALLED] }, UnprocessedKeys: { t: { Keys: [MARSHALLED] } } },
    ],
    ['another key left', { Responses: { t: [] }, UnprocessedKeys: { t: { Keys: [other] } } }],
  ])('with %s does not count', async (_, made) => {
    answer = says(JSON.stringify(made));
    expect(await codeOf(get())).toBe('bad-answer');
  });

  it('an answer to BatchGetItem counts with a number in another form, and with all keys unprocessed', async () => {
    const item = { ...MARSHALLED, minute_timestamp: { N: '6E+1' } };
    answer = says(JSON.stringify({ Responses: { t: [item] }, UnprocessedKeys: {} }));
    expect(await codeOf(get())).toBe('done');
    answer = says(
      JSON.stringify({ Responses: {}, UnprocessedKeys: { t: { Keys: [MARSHALLED] } } }),
    );
    expect(await codeOf(get())).toBe('done');
  });
});

it('an answer to BatchWriteItem with items that were not sent does not count', async () => {
  const request = { PutRequest: { Item: MARSHALLED } };
  for (const left of [{ other: [request] }, { t: [request, request] }, { t: {} }, { t: [null] }]) {
    answer = says(JSON.stringify({ UnprocessedItems: left }));
    const sent = new BatchWriteCommand({ RequestItems: { t: [{ PutRequest: { Item: KEY } }] } });
    expect(await codeOf(clients.document.send(sent))).toBe('bad-answer');
  }
});

describe('an answer that does not end', () => {
  const scan = (signal?: AbortSignal): Promise<unknown> =>
    clients.document.send(
      new PlainScan({ TableName: 't' }),
      signal === undefined ? {} : { abortSignal: signal },
    );

  it('an endless answer is given up, retries included, after the time for the whole request', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      response.flushHeaders();
    };
    const code = await patiently(300, 1, (totalMs) => {
      clients = connect({ attemptMs: 60_000, totalMs }, 10);
      return codeOf(scan());
    });
    expect(code).toBe('timeout');
    expect(requests).toBe(1);
  });

  it('releases its connection', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      response.write('{');
    };
    let closed: Promise<unknown> = Promise.resolve();
    const code = await patiently(200, 1, (attemptMs) => {
      server.on('connection', (socket) => {
        closed = once(socket, 'close');
      });
      clients = connect({ attemptMs }, 1);
      return codeOf(scan());
    });
    expect(code).toBe('timeout');
    expect(requests).toBe(1);
    await closed;
  });

  it('can be aborted between attempts', async () => {
    answer = says('{"__type":"ThrottlingException"}', 400, { 'retry-after': '30' });
    const ending = new AbortController();
    setTimeout(ending.abort.bind(ending), 300);
    clients.destroy();
    clients = connect({}, 4);
    expect(await codeOf(scan(ending.signal))).toBe('aborted');
  });

  it('can be aborted while its body is read', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      response.write('{');
      ending.abort();
    };
    const ending = new AbortController();
    expect(await codeOf(scan(ending.signal))).toBe('aborted');
  });
});

it('answers of credential services are bounded but not validated', async () => {
  answer = (request, response) => {
    if (String(request.headers['x-amz-target']).startsWith('DynamoDB_'))
      says('{"Items":[],"Count":0}')(request, response);
    else says('<AssumeRoleResponse/>')(request, response);
  };
  const { requestHandler } = clients.base.config;
  const other = {
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    method: 'POST',
    path: '/',
    headers: {},
  };
  clients.base.config.credentials = async () => {
    await requestHandler.handle(other as never);
    return { accessKeyId: 'made-up', secretAccessKey: 'made-up' };
  };
  expect(await codeOf(clients.document.send(new PlainScan({ TableName: 't' })))).toBe('done');
  expect(requests).toBe(2);
});

it('slow credentials do not hold a request for ever', async () => {
  clients.destroy();
  const { port } = server.address() as AddressInfo;
  const base = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${String(port)}`,
    region: 'us-east-1',
    credentials: () => new Promise(() => undefined),
  });
  clients = clientsOn(base, { ...REQUEST_LIMITS, totalMs: 100 });
  expect(await codeOf(clients.document.send(new PlainScan({ TableName: 't' })))).toBe('timeout');
  expect(requests).toBe(0);
});
