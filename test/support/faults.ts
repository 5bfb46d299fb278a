import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const JSON_TYPE = 'application/x-amz-json-1.0';

/** A request that passed the proxy. */
export interface ProxiedRequest {
  /** DynamoDB operation, such as `BatchGetItem`. */
  operation: string;
  body: Record<string, unknown>;
  /** The access key id of its signature. */
  accessKeyId: string;
  /** 0 for the first request since the proxy was made or reset. */
  index: number;
}

/**
 * What goes wrong with one request:
 * - `throttle`, `fail`, `deny`, `reject` (of the credentials): answers in place of DynamoDB;
 * - `answer`: answers with any text in place of DynamoDB;
 * - `reset`: drops the connection; `hang`: never answers;
 * - `cut`: sends half of the real answer; `stall`: half of it, then nothing more;
 * - `drip`: sends a byte of it every so many milliseconds; `endless`: sends blanks for ever;
 * - `partial`: leaves half of a BatchGetItem's keys, or of a BatchWriteItem's items, unprocessed;
 * - `unprocessed`: returns all items of a BatchWriteItem;
 * - `altered`: changes DynamoDB's answer, with a correct checksum or without one;
 * - `checksum`: sends the real answer with a wrong checksum.
 */
export type Fault =
  | { kind: 'throttle'; retryAfterSeconds?: number }
  | { kind: 'fail' }
  | { kind: 'deny' }
  | { kind: 'reject' }
  | { kind: 'reset' }
  | { kind: 'cut' }
  | { kind: 'hang' }
  | { kind: 'partial' }
  | { kind: 'unprocessed' }
  | { kind: 'answer'; status?: number; headers?: Record<string, string>; body: string | Buffer }
  | { kind: 'altered'; change: (answer: Record<string, unknown>) => unknown }
  | { kind: 'checksum' }
  | { kind: 'stall' }
  | { kind: 'drip'; everyMs: number }
  | { kind: 'endless' };

/** Answers a request through `target`, a DynamoDB endpoint, with a fault. Rejects if `target` cannot be reached. */
export async function answer(
  target: string,
  incoming: IncomingMessage,
  seen: ProxiedRequest,
  fault: Fault | null,
  outgoing: ServerResponse,
): Promise<void> {
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      outgoing.destroy();
      return;
    case 'throttle':
      sendError(outgoing, 400, 'ProvisionedThroughputExceededException', fault.retryAfterSeconds);
      return;
    case 'unprocessed':
      if (seen.operation !== 'BatchWriteItem') break;
      sendJson(outgoing, 200, { UnprocessedItems: seen.body['RequestItems'] ?? {} });
      return;
    case 'deny':
      sendError(outgoing, 400, 'AccessDeniedException');
      return;
    case 'reject':
      sendError(outgoing, 400, 'UnrecognizedClientException');
      return;
    case 'fail':
      sendError(outgoing, 500, 'InternalServerError');
      return;
    case 'answer':
      outgoing.writeHead(fault.status ?? 200, { 'content-type': JSON_TYPE, ...fault.headers });
      outgoing.end(fault.body);
      return;
    case 'endless':
      outgoing.writeHead(200, { 'content-type': JSON_TYPE });
      pipeline(Readable.from(blanks()), outgoing, () => undefined);
      return;
    default:
  }
  const { body, leftOver } =
    fault?.kind === 'partial' ? halved(seen) : { body: seen.body, leftOver: null };
  const reply = await forward(target, incoming, JSON.stringify(body));
  const answered = leftOver === null ? altered(reply, fault) : withLeftOver(reply.body, leftOver);
  const headers = { ...reply.headers };
  // The checksum of DynamoDB's own answer.
  if (answered !== reply.body) delete headers['x-amz-crc32'];
  if (fault?.kind === 'checksum') headers['x-amz-crc32'] = '1';
  headers['content-length'] = String(answered.length);
  outgoing.writeHead(reply.status, headers);
  if (fault?.kind === 'stall') {
    outgoing.write(answered.subarray(0, Math.floor(answered.length / 2)));
    return;
  }
  if (fault?.kind === 'drip') {
    await drip(outgoing, answered, fault.everyMs);
    return;
  }
  if (fault?.kind !== 'cut') {
    outgoing.end(answered);
    return;
  }
  outgoing.write(answered.subarray(0, Math.ceil(answered.length / 2)), () => {
    outgoing.destroy();
  });
}

function altered(reply: Reply, fault: Fault | null): Buffer {
  if (fault?.kind !== 'altered') return reply.body;
  const answer = JSON.parse(reply.body.toString('utf8')) as Record<string, unknown>;
  return Buffer.from(JSON.stringify(fault.change(answer)) ?? '');
}

async function drip(outgoing: ServerResponse, body: Buffer, everyMs: number): Promise<void> {
  for (const byte of body) {
    if (outgoing.destroyed) return;
    outgoing.write(Buffer.of(byte));
    await delay(everyMs);
  }
  outgoing.end();
}

function* blanks(): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  for (;;) yield chunk;
}

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

function forward(target: string, incoming: IncomingMessage, body: string): Promise<Reply> {
  const {
    host: _host,
    'content-length': _length,
    connection: _connection,
    ...headers
  } = incoming.headers;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      target,
      { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (reply) => {
        readAll(reply).then((answered) => {
          const kept = Object.fromEntries(
            Object.entries(reply.headers).flatMap(([name, value]) =>
              typeof value === 'string' && name !== 'transfer-encoding' && name !== 'connection'
                ? [[name, value]]
                : [],
            ),
          );
          resolve({ status: reply.statusCode ?? 502, headers: kept, body: answered });
        }, reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

interface Half {
  body: Record<string, unknown>;
  /** Changes to the answer; null if the request is passed on unchanged. */
  leftOver: Record<string, unknown> | null;
}

function halved({ operation, body }: ProxiedRequest): Half {
  if (operation === 'BatchGetItem') return halvedGet(body);
  if (operation === 'BatchWriteItem') return halvedWrite(body);
  return { body, leftOver: null };
}

function halvedGet(body: Record<string, unknown>): Half {
  const asked = body['RequestItems'] as Record<string, { Keys: unknown[] }>;
  const kept: typeof asked = {};
  const leftOver: typeof asked = {};
  for (const [table, entry] of Object.entries(asked)) {
    const half = Math.ceil(entry.Keys.length / 2);
    kept[table] = { ...entry, Keys: entry.Keys.slice(0, half) };
    if (half < entry.Keys.length) leftOver[table] = { ...entry, Keys: entry.Keys.slice(half) };
  }
  return { body: { ...body, RequestItems: kept }, leftOver: { UnprocessedKeys: leftOver } };
}

function halvedWrite(body: Record<string, unknown>): Half {
  const asked = body['RequestItems'] as Record<string, unknown[]>;
  const kept: typeof asked = {};
  const leftOver: typeof asked = {};
  for (const [table, items] of Object.entries(asked)) {
    const half = Math.ceil(items.length / 2);
    kept[table] = items.slice(0, half);
    if (half < items.length) leftOver[table] = items.slice(half);
  }
  return { body: { ...body, RequestItems: kept }, leftOver: { UnprocessedItems: leftOver } };
}

function withLeftOver(body: Buffer, leftOver: Record<string, unknown>): Buffer {
  const answer = JSON.parse(body.toString('utf8')) as object;
  return Buffer.from(JSON.stringify({ ...answer, ...leftOver }));
}

function sendError(
  outgoing: ServerResponse,
  status: number,
  type: string,
  retryAfterSeconds?: number,
): void {
  outgoing.writeHead(status, {
    'content-type': JSON_TYPE,
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  outgoing.end(
    JSON.stringify({
      __type: `com.amazonaws.dynamodb.v20120810#${type}`,
      message: `made up: ${type}`,
    }),
  );
}

function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': JSON_TYPE });
  outgoing.end(JSON.stringify(body));
}

/** Reads a whole request or response. */
export async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
