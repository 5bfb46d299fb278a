import { BlockList, isIP } from 'node:net';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { proxyOrigin } from '../../contract/network.ts';
import { safeText } from '../../contract/safe-text.ts';
import { knownNetwork, type KnownNetwork } from './settings.ts';

/** Returns the address of the proxy for an address, `http://host:port` or with https; null: none is needed. */
export type ProxyResolver = (address: string) => Promise<string | null>;

/** Hosts always reached directly: this machine itself is never behind a proxy. */
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu;

/** Variables that name the proxy for a protocol, the stronger first; small letters before capitals, as curl has it. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
};

let systemResolver: ProxyResolver | null = null;

/**
 * Asks the system's settings (PAC included) for each address that the environment names no proxy for; null: no more.
 */
export function useSystemProxy(resolver: ProxyResolver | null): void {
  systemResolver = resolver;
}

/**
 * The proxy for an address, with the user and password that are known for it: the one of the settings; else the
 * environment's (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, in any case); else the system's. Null: no proxy, also for
 * what the settings or `NO_PROXY` exempt. A system that cannot be asked counts as one without proxy. Throws `AppFailure`
 * (`not-configured`) where what is named is no proxy by http or https.
 */
export async function proxyFor(
  address: URL,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
  network: KnownNetwork = knownNetwork(),
): Promise<string | null> {
  if (LOOPBACK.test(address.hostname)) return null;
  const { proxy: set, noProxy = '' } = network.settings;
  const exempt = `${noProxy},${variable(env, ['no_proxy', 'NO_PROXY']) ?? ''}`;
  if (isExempt(address, exempt)) return null;
  const named = set ?? variable(env, VARIABLES[address.protocol] ?? []);
  const proxy = named ?? (await systemResolver?.(address.origin).catch(() => null)) ?? null;
  return proxy === null ? null : withIdentity(proxy, env, network);
}

/** A proxy that is named without user and password gets those that are kept for it, or that a variable has for it. */
function withIdentity(
  proxy: string,
  env: Readonly<NodeJS.ProcessEnv>,
  { identities }: KnownNetwork,
): string {
  const origin = originOf(proxy);
  if (origin === null) throw unusable(proxy);
  // It has a user of its own.
  if (proxy.includes('@')) return proxy;
  const kept = identities.get(origin);
  if (kept !== undefined)
    return origin.replace(
      '//',
      `//${encodeURIComponent(kept.user)}:${encodeURIComponent(kept.password)}@`,
    );
  const given = Object.values(VARIABLES)
    .map((names) => variable(env, names))
    .find((value) => value !== undefined && value.includes('@') && originOf(value) === origin);
  return given ?? origin;
}

function unusable(proxy: string): AppFailure {
  return appFailure(
    'not-configured',
    `This proxy cannot be used: ${safeText(shownProxy(proxy), 200)}`,
    'Write http://HOST:PORT, or https://, in HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or Settings, Network. SOCKS is not supported.',
  );
}

/** `proxyOrigin` of an address with or without user and password. */
function originOf(address: string): string | null {
  return proxyOrigin(address.replace(/^([a-z]+:\/\/)?[^/?#]*@/iu, '$1'));
}

/** An address without its user and password, to be shown. */
export function shownProxy(proxy: string): string {
  if (!URL.canParse(proxy)) return proxy.replace(/\/\/.*@/u, '//');
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}

/**
 * The first proxy of Chromium's answer (`PROXY host:port; DIRECT`) that can be used here; null where it says `DIRECT`
 * or names SOCKS servers only.
 */
export function proxyOfPac(answer: string): string | null {
  for (const entry of answer.split(';')) {
    const [kind = '', host = ''] = entry.trim().split(/\s+/u);
    if (/^direct$/iu.test(kind)) return null;
    if (/^(?:proxy|http)$/iu.test(kind)) return `http://${host}`;
    if (/^https$/iu.test(kind)) return `https://${host}`;
  }
  return null;
}

/**
 * Whether `NO_PROXY` names an address, as curl and Go read it: names (with or without a leading dot or `*.`) stand for
 * their subdomains too, `*` for all, `name:port` for one port, `10.0.0.0/8` for a network.
 */
function isExempt({ hostname, port, protocol }: URL, exempt: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return exempt
    .toLowerCase()
    .split(/[\s,]+/u)
    .some((entry) => {
      if (entry === '') return false;
      if (entry === '*') return true;
      if (entry.includes('/')) return isInNetwork(host, entry);
      const [, name = entry, onlyPort] = /^(.*?[^:])(?::(\d+))?$/u.exec(entry) ?? [];
      if (onlyPort !== undefined && isIP(entry) === 0 && onlyPort !== ownPort) return false;
      const domain = (isIP(entry) === 6 ? entry : name)
        .replace(/^\[|\]$/gu, '')
        .replace(/^\*?\./u, '');
      return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`));
    });
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(host) === 0) return false;
  const list = new BlockList();
  try {
    list.addSubnet(address, Number(bits), family);
  } catch {
    // Not a network: nothing is exempt by it.
    return false;
  }
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

function variable(env: Readonly<NodeJS.ProcessEnv>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value === undefined || value === '') continue;
    return /^[a-z][a-z\d+.-]*:\/\//iu.test(value) || name.toLowerCase() === 'no_proxy'
      ? value
      : `http://${value}`;
  }
  return undefined;
}
