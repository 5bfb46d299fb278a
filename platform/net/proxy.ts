import { BlockList, isIP } from 'node:net';

/** Returns the address of the proxy for an address, `http://host:port` or with https; null: none is needed. */
export type ProxyResolver = (address: string) => Promise<string | null>;

/** What always goes straight to where it leads: nothing of the own machine is behind a proxy. */
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
 * The proxy for an address: the environment's (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in any case) where
 * it names one, else the system's. Null: no proxy. Never rejects: a system that cannot be asked counts as one without
 * proxy.
 */
export async function proxyFor(
  address: URL,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<string | null> {
  if (LOOPBACK.test(address.hostname)) return null;
  const named = variable(env, VARIABLES[address.protocol] ?? []);
  if (named !== undefined)
    return isExempt(address, variable(env, ['no_proxy', 'NO_PROXY']) ?? '') ? null : named;
  return (await systemResolver?.(address.origin).catch(() => null)) ?? null;
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
    return /^[a-z]+:\/\//iu.test(value) || name.toLowerCase() === 'no_proxy'
      ? value
      : `http://${value}`;
  }
  return undefined;
}
