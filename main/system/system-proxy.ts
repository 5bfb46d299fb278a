import type { Session } from 'electron';
import { proxyOfPac, type ProxyResolver } from '../../platform/net/proxy.ts';

/** The proxy of the system's settings, PAC scripts included, as Chromium resolves it for an address. */
export function systemProxy(session: Pick<Session, 'resolveProxy'>): ProxyResolver {
  return async (address) => proxyOfPac(await session.resolveProxy(address));
}
