import { readFileSync } from 'node:fs';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline, type Duplex } from 'node:stream';
import { TLSSocket, createSecureContext } from 'node:tls';

const FILES = join(import.meta.dirname, '../fixtures/tls');

/** The authority that signed the proxy's certificates (PEM). No system trusts it. */
export const AUTHORITY_FILE = join(FILES, 'authority.pem');
/** Its name. */
export const AUTHORITY = 'Example Company Inspection CA';

/** The target of a CONNECT, and its credentials. */
export interface Connected {
  target: string;
  /** User and password, or null without any. */
  identity: string | null;
}

/** A running proxy. */
export interface InspectingProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly connected: Connected[];
  /** Required `USER:PASSWORD`; null: none. */
  wants: string | null;
  /** Answers in place of a host; undefined: passes the request on. */
  answer: (host: string, request: IncomingMessage) => { status: number; body: string } | undefined;
  close(): Promise<void>;
}

/**
 * A proxy like those of companies: accepts CONNECT to any host, decrypts with a certificate of its own authority, and
 * passes requests on, here to `endpoint` (plain http) for every host.
 */
export async function startInspectingProxy(endpoint: string): Promise<InspectingProxy> {
  const secureContext = createSecureContext({
    key: readFileSync(join(FILES, 'server.key')),
    cert: readFileSync(join(FILES, 'server.pem')),
  });
  const sockets = new Set<Duplex>();
  const behind = createServer((request, response) => {
    serve(request, response);
  });
  const outside = createServer();
  const proxy: InspectingProxy = {
    address: '',
    connected: [],
    wants: null,
    answer: () => undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      behind.close();
      await new Promise((resolve) => outside.close(resolve));
    },
  };

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const own = proxy.answer(request.headers.host ?? '', request);
    if (own !== undefined) {
      request.resume();
      response.writeHead(own.status, { 'content-type': 'text/xml' }).end(own.body);
      return;
    }
    const { method, url = '/', headers } = request;
    const onward = httpRequest(new URL(url, endpoint), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    });
    onward.on('error', () => response.destroy());
    pipeline(request, onward, () => undefined);
  }

  outside.on('connect', (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const [, encoded] = /^Basic (.+)$/u.exec(request.headers['proxy-authorization'] ?? '') ?? [];
    const identity = encoded === undefined ? null : Buffer.from(encoded, 'base64').toString();
    proxy.connected.push({ target: request.url ?? '', identity });
    if (proxy.wants !== null && identity !== proxy.wants) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n',
      );
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    secure.on('error', () => secure.destroy());
    behind.emit('connection', secure);
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const { port } = outside.address() as AddressInfo;
  return Object.assign(proxy, { address: `http://127.0.0.1:${String(port)}` });
}
