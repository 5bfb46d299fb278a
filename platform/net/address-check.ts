import { lookup, type LookupAddress } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';

/** Class of an address: the internet, this machine or a private network, or a forbidden destination. */
export type AddressKind = 'public' | 'private' | 'never';

/** Where a message may go: to the internet, there or into the own network, or only into the own network. */
export type Reach = 'public' | 'any' | 'private';

/** In the clear nothing leaves the own network; `allowPrivate`: the user lets messages into it at all. */
export function reachOf(allowPrivate: boolean, isEncrypted: boolean): Reach {
  if (!isEncrypted) return 'private';
  return allowPrivate ? 'any' : 'public';
}

/** Link-local addresses hold the metadata, and the credentials, of machines in a cloud; the others are no one machine. */
const NEVER: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['fe80::', 10],
  ['ff00::', 8],
  // The metadata of AWS by IPv6.
  ['fd00:ec2::', 32],
  // Those of Azure and of Alibaba Cloud, which are no link-local ones.
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
];

/** IANA's registries of special-purpose addresses, as far as machines may have them. */
const PRIVATE: readonly [string, number][] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['fc00::', 7],
  ['fec0::', 10],
  // Local-use NAT64 (RFC 8215): only the network itself knows the position of the IPv4 address.
  ['64:ff9b:1::', 48],
  ['2001:db8::', 32],
];

const never = listOf(NEVER);
const ours = listOf(PRIVATE);

function listOf(networks: readonly [string, number][]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks)
    list.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');
  return list;
}

/** Class of an IP address. IPv6 addresses with an embedded IPv4 address count as the latter. */
export function addressKind(address: string): AddressKind {
  const bare = address.replace(/^\[|\]$/gu, '').replace(/%.*$/u, '');
  const family = isIP(bare);
  if (family === 0) return 'never';
  if (family === 4) return kindIn(bare, 'ipv4');
  const words = wordsOf(bare);
  const [high = 0, low = 0] = words.slice(6);
  const embedded = [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const head = words.slice(0, 6);
  const isMapped = head.slice(0, 5).every((word) => word === 0) && head[5] === 0xffff;
  const isNat64 = head[0] === 0x64 && head[1] === 0xff9b && head[2] === 0;
  const isCompatible = head.every((word) => word === 0) && high !== 0;
  if (isMapped || isNat64 || isCompatible) return kindIn(embedded, 'ipv4');
  // 6to4: the address of the router stands in the second and third word.
  if (head[0] === 0x2002) {
    const [, a = 0, b = 0] = head;
    return kindIn([a >> 8, a & 255, b >> 8, b & 255].join('.'), 'ipv4');
  }
  return words.every((word) => word === 0) ? 'never' : kindIn(bare, 'ipv6');
}

function kindIn(address: string, family: 'ipv4' | 'ipv6'): AddressKind {
  if (never.check(address, family)) return 'never';
  return ours.check(address, family) ? 'private' : 'public';
}

/** The eight words of an IPv6 address; `URL` writes all forms in one. */
function wordsOf(address: string): number[] {
  const { hostname } = new URL(`http://[${address}]/`);
  const [left = '', right] = hostname.slice(1, -1).split('::');
  const parse = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const [before, after] = [parse(left), right === undefined ? [] : parse(right)];
  return [
    ...before,
    ...Array.from({ length: 8 - before.length - after.length }, () => 0),
    ...after,
  ];
}

/** Throws `AppFailure` (`invalid-input`) where an IP address must not be connected to. */
export function refuseAddress(host: string, address: string, reach: Reach): void {
  const kind = addressKind(address);
  if (!isAllowed(kind, reach)) throw refused(host, kind);
}

function isAllowed(kind: AddressKind, reach: Reach): boolean {
  return kind !== 'never' && (reach === 'any' || kind === reach);
}

function refused(host: string, kind: AddressKind): AppFailure {
  if (kind === 'public')
    return appFailure(
      'invalid-input',
      `${safeText(host, 120)} lies outside the own network: a message must not go there in the clear.`,
      'Use https://, or for mail STARTTLS or TLS.',
    );
  return appFailure(
    'invalid-input',
    kind === 'never'
      ? `${safeText(host, 120)} leads to a link-local or reserved address: nothing is ever sent there.`
      : `${safeText(host, 120)} leads to this machine or a private network.`,
    kind === 'never'
      ? 'Correct the address.'
      : 'Allow private addresses for this channel if that is meant, or correct the address.',
  );
}

/** Every address that a name has now, all of them allowed. Throws `AppFailure`; rejects with the resolver's own error. */
export async function checkedAddresses(host: string, reach: Reach): Promise<LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/gu, '');
  const family = isIP(bare);
  const found = family > 0 ? [{ address: bare, family }] : await lookUp(bare, { all: true });
  for (const { address } of found) refuseAddress(host, address, reach);
  return found;
}

/**
 * A `lookup` for Node's connections that hands out checked addresses only: what was checked is what is connected to, so
 * that no second answer of a name server can lead elsewhere.
 */
export function checkedLookup(reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      const problem = error ?? refusalOf(hostname, addresses, reach);
      if (problem !== null) callback(problem, '', 4);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
    });
  };
}

function refusalOf(
  host: string,
  addresses: readonly LookupAddress[],
  reach: Reach,
): AppFailure | null {
  const bad = addresses.find(({ address }) => !isAllowed(addressKind(address), reach));
  return bad === undefined ? null : refused(host, addressKind(bad.address));
}
