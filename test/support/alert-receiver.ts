import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ChannelMessage } from '../../contract/channels.ts';

/** A request that the receiver got. */
export interface ReceivedRequest {
  path: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The response that it got; a fault responds differently, or not at all. */
  taken: boolean;
}

/**
 * The fault of one request: an error, a dropped connection, no response, one that comes a byte at a time or never ends,
 * a redirect. `taken`: the receiver still has the message.
 */
export type ReceiverFault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; says?: string }
  | { kind: 'reset' | 'hang' | 'drip' | 'endless'; taken?: boolean };

/** A running receiver. */
export interface AlertReceiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  fault: (request: ReceivedRequest) => ReceiverFault | null;
  /** The webhook messages received, by id: duplicates do not count. */
  messages(): Map<string, ChannelMessage>;
  close(): Promise<void>;
}

/** A webhook receiver on a loopback port that can fail in every way. */
export async function startAlertReceiver(): Promise<AlertReceiver> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const receiver: AlertReceiver = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    fault: () => null,
    messages: () =>
      new Map(
        requests.flatMap(({ taken, headers, body }) =>
          taken && headers['webhook-id'] !== undefined
            ? [[headers['webhook-id'], JSON.parse(body) as ChannelMessage] as const]
            : [],
        ),
      ),
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
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request: ReceivedRequest = {
      path: incoming.url ?? '',
      method: incoming.method ?? '',
      headers: Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: Buffer.concat(chunks).toString('utf8'),
      taken: false,
    };
    requests.push(request);
    const fault = receiver.fault(request);
    request.taken = fault === null || (fault.kind !== 'status' && fault.taken === true);
    answer(outgoing, fault);
  }
  return receiver;
}

function answer(outgoing: ServerResponse, fault: ReceiverFault | null): void {
  if (fault === null) {
    outgoing.writeHead(204).end();
    return;
  }
  switch (fault.kind) {
    case 'status':
      outgoing.writeHead(fault.status, fault.headers).end(fault.says ?? 'made up');
      return;
    case 'reset':
      outgoing.destroy();
      return;
    case 'hang':
      return;
    default:
      outgoing.writeHead(200);
      pour(outgoing, fault.kind === 'drip' ? ' ' : ' '.repeat(64 * 1024));
  }
}

function pour(outgoing: ServerResponse, chunk: string): void {
  if (outgoing.destroyed) return;
  outgoing.write(chunk);
  setTimeout(() => {
    pour(outgoing, chunk);
  }, 20).unref();
}
