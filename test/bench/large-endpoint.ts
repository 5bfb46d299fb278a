/**
 * A DynamoDB with a fleet of any size, generated on request: the v2 table and the registry. It runs in its own process
 * (`node large-endpoint.ts HOSTS LATENCY_MS`), so that its work does not count as the client's. It sends its port to
 * the process that forked it. `GET /` returns the number of requests since the last `GET /`, and their longest chain;
 * `PUT /` sets its clock.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { marshall } from '@aws-sdk/util-dynamodb';
import { encodeRegistryAttributes, encodeV2Item } from '../../contract/records.ts';
import { TABLE_LAYOUTS, parsePartitionKey, partitionKey } from '../../contract/tables.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../contract/time.ts';
import { longestChain, type Span } from '../support/fault-proxy.ts';
import { namesOf } from './large-names.ts';
import { RealisticHost } from './realistic-fleet.ts';

type Asked = Record<string, unknown>;

const HOSTS = Number(process.argv[2]);
let latencyMs = Number(process.argv[3]);

/** What `PUT /` changes. */
interface Change {
  /** Unix seconds. */
  now?: number;
  latencyMs?: number;
}
/** DynamoDB ends a page at 1 MB: so many rows of the registry. */
const PAGE_ROWS = 2500;
const KEY = 'KEY-OF-THE-ITEM';
const MINUTE = 1_700_000_040;

let now = minuteOf(Date.now() / 1000);
const spans: Span[] = [];

/** An item as text, around its key, its host and its minute. */
const samples = Array.from({ length: 4 }, (_, role) => {
  const sample = { ...new RealisticHost(role).sampleAt(MINUTE), hostname: KEY, uptimeS: 86_400 };
  return JSON.stringify(marshall(encodeV2Item(sample)));
});
const row = JSON.stringify(
  marshall({
    hostname: KEY,
    first_seen: MINUTE,
    ...encodeRegistryAttributes(new RealisticHost(0).sampleAt(MINUTE), {
      platform: 'Linux',
      os: 'Debian GNU/Linux 12',
      arch: 'x64',
      cpuModel: 'AMD EPYC 7R13',
      cpuCount: 8,
      memoryTotalMb: 15_872,
      collector: 'py-perf-desktop/0.1.0',
    }),
  }),
);

function sampleText(hostname: string, minute: number): string {
  const text = samples[hostname.length % samples.length] ?? '';
  return text
    .replace(partitionKey(KEY, MINUTE), partitionKey(hostname, minute))
    .replace(KEY, hostname)
    .replaceAll(String(MINUTE), String(minute));
}

function page({ TableName: name }: Asked, items: readonly string[], next: unknown): string {
  const last = next === null ? '' : `,"LastEvaluatedKey":${JSON.stringify(next)}`;
  const count = String(items.length);
  return `{"Items":[${items.join(',')}],"Count":${count},"ScannedCount":${count}${last},"ConsumedCapacity":{"TableName":${JSON.stringify(name)},"CapacityUnits":${count}}}`;
}

function scan(asked: Asked): string {
  if (!String(asked['TableName']).includes('registry')) return page(asked, [], null);
  const { Segment: segment = 0, TotalSegments: segments = 1 } = asked;
  const part = names.filter((_, index) => index % Number(segments) === segment);
  const start = (asked['ExclusiveStartKey'] as { hostname?: { S: string } } | undefined)?.hostname;
  const from = start === undefined ? 0 : part.indexOf(start.S) + 1;
  const rows = part.slice(from, from + PAGE_ROWS);
  const seen = `"last_seen":{"N":"${String(now - 20)}"}`;
  const items = rows.map((name) =>
    row.replace(KEY, name).replace(/"last_seen":\{"N":"[^"]*"\}/u, seen),
  );
  const last = rows.at(-1);
  return page(asked, items, from + PAGE_ROWS < part.length ? { hostname: { S: last } } : null);
}

function query(asked: Asked): string {
  const values = asked['ExpressionAttributeValues'] as Record<string, { S: string }>;
  const key = parsePartitionKey(values[':key']?.S ?? '');
  if (key === null) return page(asked, [], null);
  const end = Math.min(key.hour + HOUR_S, now);
  const items: string[] = [];
  for (let minute = key.hour; minute < end; minute += MINUTE_S)
    items.push(sampleText(key.hostname, minute));
  return page(asked, items, null);
}

function batch(asked: Asked): string {
  const items: string[] = [];
  const tables = Object.entries(
    asked['RequestItems'] as Record<string, { Keys: Record<string, { S: string; N: string }>[] }>,
  );
  for (const { hostname_hour: hour, minute_timestamp: minute } of tables[0]?.[1].Keys ?? []) {
    const key = parsePartitionKey(hour?.S ?? '');
    if (key === null || Number(minute?.N) >= now) continue;
    items.push(sampleText(key.hostname, Number(minute?.N)));
  }
  const table = JSON.stringify(tables[0]?.[0] ?? '');
  return `{"Responses":{${table}:[${items.join(',')}]},"UnprocessedKeys":{},"ConsumedCapacity":[{"TableName":${table},"CapacityUnits":50}]}`;
}

function describe(asked: Asked): string {
  const name = String(asked['TableName']);
  const { keys } = TABLE_LAYOUTS[name.includes('registry') ? 'registry' : 'system'];
  return JSON.stringify({
    Table: {
      TableName: name,
      TableStatus: 'ACTIVE',
      AttributeDefinitions: keys.map(({ name: AttributeName, type: AttributeType }) => ({
        AttributeName,
        AttributeType,
      })),
      KeySchema: keys.map(({ name: AttributeName }, index) => ({
        AttributeName,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
      TableSizeBytes: 1e9,
      ItemCount: 1e6,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    },
  });
}

const ANSWERS: Record<string, (asked: Asked) => string> = {
  Scan: scan,
  Query: query,
  BatchGetItem: batch,
  DescribeTable: describe,
  DescribeTimeToLive: () => '{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}',
};

function answer(operation: string, asked: Asked): { status: number; text: string } {
  const table = JSON.stringify(asked['TableName'] ?? asked['RequestItems'] ?? '');
  const known = /py-perf-system-v2|registry/u.test(table);
  const found = known ? ANSWERS[operation] : undefined;
  if (found !== undefined) return { status: 200, text: found(asked) };
  const type = known ? 'ValidationException' : 'ResourceNotFoundException';
  return { status: 400, text: JSON.stringify({ __type: `com.amazonaws#${type}`, message: type }) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const names = namesOf(HOSTS).toSorted();

const server = createServer((request, response) => {
  void (async () => {
    const from = performance.now();
    const text = await textOf(request);
    if (request.method !== 'POST') {
      if (request.method === 'PUT')
        ({ now = now, latencyMs = latencyMs } = JSON.parse(text) as Change);
      response.end(JSON.stringify({ requests: spans.length, trips: longestChain(spans) }));
      spans.length = 0;
      return;
    }
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    response.once('close', () => spans.push({ from, to: performance.now() }));
    await delay(latencyMs);
    const { status, text: body } = answer(operation, JSON.parse(text) as Asked);
    response.writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-crc32': String(crc32(body)),
    });
    response.end(body);
  })();
});
// Longer than a far away answer takes: a connection that is closed as it is used again would fail a poll.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());
