import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answer, readAll, type Fault, type ProxiedRequest } from './faults.ts';

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
