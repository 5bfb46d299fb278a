import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { ChainLogger, CredentialsProvider } from './credentials.ts';
import { NetworkHandler } from './network-handler.ts';

/** The SDK's provider chain, with a logger that receives the messages of its links. */
export type CredentialsChain = (logger: ChainLogger) => CredentialsProvider;

/** Milliseconds during which the SDK does not retry to renew a token and only reports that it has expired. */
const NO_RENEWAL_MS = 30_000;

/**
 * Send what the links ask of STS, SSO and OIDC: left to themselves the last two know no proxy. One for each profile, so
 * that what kept one from its server is not said of another.
 */
const requestHandlers = new Map<string | undefined, NetworkHandler>();

/**
 * The SDK's provider chain, a new one for each search: one that hangs does not block the next. `profile` is one that was
 * chosen; without it, the chain looks into the environment first. `code` answers a device for multi-factor
 * authentication. An error carries as `way` what kept its requests from their server, which the SDK does not say where a
 * token could not be renewed.
 */
export function sdkChain(profile?: string, code?: string): CredentialsChain {
  const handler = requestHandlers.get(profile) ?? new NetworkHandler();
  requestHandlers.set(profile, handler);
  const clientConfig = { requestHandler: handler };
  return (logger) => {
    const find = defaultProvider({
      ...(profile === undefined ? {} : { profile }),
      ...(code === undefined ? {} : { mfaCodeProvider: () => Promise.resolve(code) }),
      clientConfig,
      logger,
      ignoreCache: true,
    });
    return async (input) => {
      const begunAt = performance.now();
      try {
        return await find(input);
      } catch (error) {
        const { lastFailure } = handler;
        if (
          error instanceof Error &&
          lastFailure !== null &&
          lastFailure.at > begunAt - NO_RENEWAL_MS
        )
          throw Object.assign(error, { way: lastFailure.error });
        throw error;
      }
    };
  };
}
