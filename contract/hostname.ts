const MAX_HOSTNAME_LENGTH = 253;

/**
 * A hostname as the py-perf ecosystem stores it: control characters (below 32, and 127) removed,
 * trimmed, cut at 253 characters, `unknown` if nothing is left. Characters are code points, as in Python.
 */
export function normalizeHostname(raw: string): string {
  const cleaned = raw
    .trim()
    .replace(/[\u0000-\u001f\u007f]/gu, '')
    .trim();
  const cut = Array.from(cleaned).slice(0, MAX_HOSTNAME_LENGTH).join('');
  return cut === '' ? 'unknown' : cut;
}

/**
 * UTF-16 code units of the longest name that is read from a table. Writers cut at 253 characters; far beyond that a
 * name's partition keys in v2 would exceed the 2,048 bytes of a key, and DynamoDB refuse every request that asks for
 * one.
 */
const MAX_STORED_LENGTH = 512;

/** The hostname that a table gives, or what is wrong with it. */
export function storedHostname(value: unknown): { name: string } | { problem: string } {
  if (typeof value !== 'string' || value === '') return { problem: 'hostname: not a string' };
  if (value.length > MAX_STORED_LENGTH)
    return { problem: `hostname: longer than ${String(MAX_STORED_LENGTH)} characters` };
  return { name: value };
}

/** The part of a name before its first dot, in lower case. */
export function shortName(hostname: string): string {
  const dot = hostname.indexOf('.');
  return (dot < 0 ? hostname : hostname.slice(0, dot)).toLowerCase();
}

/** Names that systems have before anyone has given them one. */
const SHARED_NAMES = new Set(['localhost', 'ip6-localhost', 'unknown', 'localhost4', 'localhost6']);

/** Whether a name is one that many machines have, so that two of them would write the same keys. */
export function isSharedName(hostname: string): boolean {
  return SHARED_NAMES.has(shortName(hostname));
}

/** What the names of registry rows begin with that are this project's own, and no hosts. */
export const OWN_ROWS = '#py-perf-desktop/';

/**
 * Whether the name of a registry row says that it is a row of this project's own, `#py-perf-desktop/NAME`, and no host.
 */
export function isOwnRow(hostname: unknown): boolean {
  return typeof hostname === 'string' && hostname.startsWith(OWN_ROWS);
}
