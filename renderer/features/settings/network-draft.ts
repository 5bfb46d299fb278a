import type { z } from 'zod';
import {
  networkPatchSchema,
  proxyIdentitySchema,
  proxyOrigin,
  type NetworkSettings,
  type ProxyIdentity,
} from '../../../contract/network.ts';
import type { NetworkWish } from './network-store.ts';

/** The network form: text in every field, empty if nothing is entered. */
export interface NetworkDraft {
  proxy: string;
  noProxy: string;
  user: string;
  password: string;
}

/** The meaning of a draft; the identity is undefined if none is typed. */
export interface ParsedNetwork {
  wish: NetworkWish;
  identity: ProxyIdentity | undefined;
}

/** The form for stored settings; secrets are never shown. */
export function networkDraftOf({ proxy = '', noProxy = '' }: NetworkSettings): NetworkDraft {
  return { proxy, noProxy, user: '', password: '' };
}

/** The settings of a draft, or why its fields are invalid. */
export function parseNetwork({
  proxy,
  noProxy,
  user,
  password,
}: NetworkDraft): { ok: true; value: ParsedNetwork } | { ok: false; error: z.ZodError } {
  const wish = networkPatchSchema.safeParse({ proxy, noProxy });
  if (!wish.success) return { ok: false, error: wish.error };
  if (user === '' && password === '')
    return { ok: true, value: { wish: wish.data, identity: undefined } };
  const identity = proxyIdentitySchema.safeParse({ user, password });
  return identity.success
    ? { ok: true, value: { wish: wish.data, identity: identity.data } }
    : { ok: false, error: identity.error };
}

/** Whether the proxy of a draft already has a stored user; a proxy that is not named may be any of them. */
export function hasIdentity({ proxy }: NetworkDraft, proxies: readonly string[]): boolean {
  return proxy.trim() === ''
    ? proxies.length > 0
    : proxies.includes(proxyOrigin(proxy.trim()) ?? '');
}
