import type { CustomScheme, Protocol } from 'electron';
import type { FileRequest, FileResponse } from '../messages.ts';
import { app } from './app.ts';

type Handler = Parameters<Protocol['handle']>[1];
type Emulated = Pick<
  Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>;

class StandinProtocol implements Emulated {
  readonly #handlers = new Map<string, Handler>();
  #declared = false;

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    if (this.#declared) throw new Error('registerSchemesAsPrivileged may be called once only');
    this.#declared = true;
    for (const { scheme, privileges } of schemes)
      if (privileges?.standard !== true || privileges.secure !== true)
        throw new Error(`the Electron stand-in emulates standard, secure schemes only (${scheme})`);
  }

  handle(scheme: string, handler: Handler): void {
    if (!app.isReady()) throw new Error('protocol can only be used after app is ready');
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  async answer({ url, method, headers }: FileRequest): Promise<FileResponse> {
    const handler = this.#handlers.get(url.slice(0, url.indexOf(':')));
    if (handler === undefined) return { status: 404, headers: {}, body: new Uint8Array() };
    const request = new Request(url, { method, headers });
    const response = await handler(request);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  }
}

/** The stand-in's `protocol`. */
export const protocol = new StandinProtocol();
