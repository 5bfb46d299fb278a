import type { ClientRequestArgs } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';

type OnCreate = (error: Error | null, stream: Duplex) => void;

/** Milliseconds for the way through a proxy: reaching it, its answer to CONNECT, and TLS with the host behind it. */
const TUNNEL_MS = 10_000;

/**
 * An agent for https whose connections over a proxy end with what they are for. Node's own keeps one open where a proxy
 * refuses or never answers CONNECT, as long as the proxy likes, and with it the process; its limits of a request do not
 * reach a tunnel that is still being made.
 */
export class TunnelAgent extends Agent {
  /** Connections to a proxy through which no request can go yet. */
  readonly #unready = new Set<Duplex>();
  readonly #tunnelMs: number;
  readonly #isOverProxy: boolean;

  /** Connects through `proxy` (its address), or directly if it is null. */
  constructor(proxy: string | null, options: AgentOptions = {}, tunnelMs = TUNNEL_MS) {
    super(proxy === null ? options : { ...options, proxyEnv: { HTTPS_PROXY: proxy } });
    this.#isOverProxy = proxy !== null;
    this.#tunnelMs = tunnelMs;
  }

  override createConnection(
    options: ClientRequestArgs,
    onCreate?: OnCreate,
  ): Duplex | null | undefined {
    if (!this.#isOverProxy) return super.createConnection(options, onCreate);
    let isSettled = false;
    const socket = super.createConnection(options, (error, stream) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      if (socket) this.#unready.delete(socket);
      if (error !== null && error !== undefined) socket?.destroy();
      onCreate?.(error, stream);
    });
    const timer = setTimeout(() => {
      socket?.destroy(tunnelError(this.#tunnelMs));
    }, this.#tunnelMs);
    if (!socket) return socket;
    this.#unready.add(socket);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#unready.delete(socket);
    });
    return socket;
  }

  override destroy(): void {
    for (const socket of this.#unready) socket.destroy(tunnelError());
    super.destroy();
  }
}

/** As Node's own error of a tunnel that was given up. */
function tunnelError(ms?: number): Error {
  const error = new Error('The proxy has made no way to the host.');
  return Object.assign(error, {
    code: 'ERR_PROXY_TUNNEL',
    ...(ms === undefined ? {} : { proxyTunnelTimeout: ms }),
  });
}
