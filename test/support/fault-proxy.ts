import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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

/** A running proxy. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Milliseconds added to every request. */
  latency: number;
  /** Decides what goes wrong; null: nothing. */
  fault: (request: ProxiedRequest) => Fault | null;
  readonly requests: readonly ProxiedRequest[];
  /** The longest chain of requests, each of which began after the one before had ended. */
  roundTrips(): number;
  /** Requests without an answer yet. */
  openRequests(): number;
  /** Open connections to it, including idle ones. */
  connections(): number;
  reset(): void;
  close(): Promise<void>;
}

/** The access key that signed a request. */
const CREDENTIAL = /Credential=([^/]+)\//u;

/** When a request arrived and its answer had been sent, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/**
 * A proxy in front of DynamoDB Local that can be slow and can fail. With an `account`, it uses that account, whatever
 * access key the request has.
 */
export async function startFaultProxy(
  target: string,
  { account }: { account?: string } = {},
): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const spans: Span[] = [];
  const sockets = new Set<Socket>();
  let open = 0;
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${String(port)}`,
    latency: 0,
    fault: () => null,
    requests,
    roundTrips: () => longestChain(spans),
    openRequests: () => open,
    connections: () => sockets.size,
    reset() {
      requests.length = 0;
      spans.length = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const from = performance.now();
    open += 1;
    outgoing.once('close', () => {
      open -= 1;
      spans.push({ from, to: performance.now() });
    });
    const text = (await readAll(incoming)).toString('utf8');
    const seen: ProxiedRequest = {
      operation: String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '',
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      accessKeyId: CREDENTIAL.exec(incoming.headers.authorization ?? '')?.[1] ?? '',
      index: requests.length,
    };
    if (account !== undefined)
      incoming.headers.authorization = incoming.headers.authorization?.replace(
        CREDENTIAL,
        `Credential=${account}/`,
      );
    requests.push(seen);
    const fault = proxy.fault(seen);
    if (proxy.latency > 0) await delay(proxy.latency);
    try {
      await answer(target, incoming, seen, fault, outgoing);
    } catch {
      outgoing.destroy();
    }
  }
  return proxy;
}

async function answer(
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

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The longest chain of spans, each of which began after the one before had ended. */
export function longestChain(spans: readonly Span[]): number {
  let end = -Infinity;
  let length = 0;
  // Picking the request that ends first leaves most room for others.
  for (const { from, to } of spans.toSorted((a, b) => a.to - b.to)) {
    if (from < end) continue;
    end = to;
    length += 1;
  }
  return length;
}
