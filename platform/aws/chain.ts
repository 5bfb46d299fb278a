import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { ChainLogger, CredentialsProvider } from './credentials.ts';
import { NetworkHandler } from './network-handler.ts';

/** The SDK's provider chain, by a logger that hears what its links say. */
export type CredentialsChain = (logger: ChainLogger) => CredentialsProvider;

/** Sends what the links ask of STS, SSO and OIDC: left to themselves the last two know no proxy. */
let requestHandler: NetworkHandler | null = null;

/**
 * The SDK's provider chain, a new one for each search: one that hangs does not block the next. `profile` is one that was
 * chosen; without it, the chain looks into the environment first. `code` answers a device for multi-factor
 * authentication.
 */
export function sdkChain(profile?: string, code?: string): CredentialsChain {
  requestHandler ??= new NetworkHandler();
  const clientConfig = { requestHandler };
  return (logger) =>
    defaultProvider({
      ...(profile === undefined ? {} : { profile }),
      ...(code === undefined ? {} : { mfaCodeProvider: () => Promise.resolve(code) }),
      clientConfig,
      logger,
      ignoreCache: true,
    });
}
