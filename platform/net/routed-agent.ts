import type { ClientRequestArgs } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { trustSystemCertificates } from './certificates.ts';
import { proxyFor } from './proxy.ts';
import { TunnelAgent } from './tunnel-agent.ts';

type OnCreate = (error: Error | null, stream: Duplex) => void;

/**
 * An agent for requests by https that finds the way of each connection as all other requests of the app do: the proxy of
 * settings, environment or system, and the same certificate authorities.
 */
export class RoutedAgent extends Agent {
  readonly #overProxy = new Map<string, Agent>();

  constructor(options: AgentOptions = {}) {
    super({ keepAlive: false, ...options });
  }

  override createConnection(options: ClientRequestArgs, onCreate?: OnCreate): undefined {
    void this.#connect(options, onCreate ?? (() => undefined));
  }

  async #connect(options: ClientRequestArgs, done: OnCreate): Promise<void> {
    try {
      trustSystemCertificates();
      const host = options.host ?? options.hostname ?? '';
      const proxy = await proxyFor(new URL(`https://${host}:${String(options.port ?? 443)}`));
      if (proxy !== null) {
        // Calls back once the tunnel stands.
        this.#over(proxy).createConnection(options, done);
        return;
      }
      const socket = super.createConnection(options);
      if (socket) done(null, socket);
    } catch (error) {
      // Node's own type leaves out that there is no stream beside an error.
      done(error as Error, undefined as never);
    }
  }

  override destroy(): void {
    for (const agent of this.#overProxy.values()) agent.destroy();
    super.destroy();
  }

  #over(proxy: string): Agent {
    const known = this.#overProxy.get(proxy);
    if (known !== undefined) return known;
    const agent = new TunnelAgent(proxy, { keepAlive: false });
    this.#overProxy.set(proxy, agent);
    return agent;
  }
}
