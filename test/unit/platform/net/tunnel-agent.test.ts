import { once } from 'node:events';
import { request } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TunnelAgent } from '../../../../platform/net/tunnel-agent.ts';

let server: Server;
/** The proxy's answer to CONNECT; null: none. */
let answer: string | null;
let connected: Socket[];

beforeEach(async () => {
  connected = [];
  server = createServer((socket) => {
    connected.push(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      if (answer !== null) socket.write(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  for (const socket of connected) socket.destroy();
  server.close();
});

function proxied(tunnelMs?: number): { agent: TunnelAgent; failure: Promise<unknown> } {
  const { port } = server.address() as AddressInfo;
  const agent = new TunnelAgent(`http://127.0.0.1:${String(port)}`, { keepAlive: true }, tunnelMs);
  const asking = request('https://example.invalid/', { agent });
  asking.end();
  return { agent, failure: once(asking, 'error').then(([error]) => error as unknown) };
}

/** Resolves once the proxy sees that each of its connections has ended. */
async function untilLeft(): Promise<void> {
  for (const socket of connected) if (!socket.closed) await once(socket, 'close');
}

describe('a connection to a proxy that keeps it open', () => {
  it.each([
    ['refuses', 'HTTP/1.1 403 Forbidden\r\n\r\n', { statusCode: 403 }],
    ['leads elsewhere', 'HTTP/1.1 302 Found\r\nlocation: http://portal/\r\n\r\n', {}],
    ['speaks another protocol', 'SSH-2.0-OpenSSH\r\n\r\n', { statusCode: Number.NaN }],
  ])('ends if it %s', async (_, says, expected) => {
    answer = says;
    const { failure } = proxied();
    expect(await failure).toMatchObject({ code: 'ERR_PROXY_TUNNEL', ...expected });
    await untilLeft();
  });

  it.each([
    ['says nothing', null],
    ['opens a way that leads nowhere', 'HTTP/1.1 200 Connection established\r\n\r\n'],
  ])('ends in time if it %s', async (_, says) => {
    answer = says;
    const { failure } = proxied(50);
    expect(await failure).toBeInstanceOf(Error);
    await untilLeft();
  });

  it('ends with the agent', async () => {
    answer = null;
    const { agent, failure } = proxied();
    if (connected.length === 0) await once(server, 'connection');
    agent.destroy();
    expect(await failure).toMatchObject({ code: 'ERR_PROXY_TUNNEL' });
    await untilLeft();
  });
});
