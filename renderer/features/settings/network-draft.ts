import type { z } from 'zod';
import {
  networkPatchSchema,
  proxyIdentitySchema,
  proxyOrigin,
  type NetworkSettings,
  type ProxyIdentity,
} from '../../../contract/network.ts';
import type { NetworkWish } from './network-store.ts';

/** What the form about the network holds: text in every field, empty where nothing is entered. */
export interface NetworkDraft {
  proxy: string;
  noProxy: string;
  user: string;
  password: string;
}

/** What a draft means; the identity is undefined where none is typed. */
export interface ParsedNetwork {
  wish: NetworkWish;
  identity: ProxyIdentity | undefined;
}

/** The form as the settings have it; what is secret is never shown. */
export function networkDraftOf({ proxy = '', noProxy = '' }: NetworkSettings): NetworkDraft {
  return { proxy, noProxy, user: '', password: '' };
}

/** The settings that a draft holds, or why its fields are refused. */
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

/** Whether the proxy of a draft has a user already; one that is not named may be any of them. */
export function hasIdentity({ proxy }: NetworkDraft, proxies: readonly string[]): boolean {
  return proxy.trim() === ''
    ? proxies.length > 0
    : proxies.includes(proxyOrigin(proxy.trim()) ?? '');
}
