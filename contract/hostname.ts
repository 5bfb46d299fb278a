const MAX_HOSTNAME_LENGTH = 253;

/**
 * A hostname as the py-perf ecosystem stores it: control characters (below 32, and 127) removed,
 * trimmed, cut at 253 characters, `unknown` if empty. Characters are code points, as in Python.
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
 * Longest name read from a table, in UTF-16 code units. Writers cut at 253 characters; far beyond that a
 * name's partition keys in v2 would exceed the 2,048 bytes of a key, and DynamoDB would refuse requests for it.
 */
const MAX_STORED_LENGTH = 512;

/** A hostname read from a table, or its problem. */
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

/** Default names of freshly installed systems. */
const SHARED_NAMES = new Set(['localhost', 'ip6-localhost', 'unknown', 'localhost4', 'localhost6']);

/** Whether many machines share a name by default, so that two of them would write the same keys. */
export function isSharedName(hostname: string): boolean {
  return SHARED_NAMES.has(shortName(hostname));
}

/** Prefix of the registry rows that belong to this project and are not hosts. */
export const OWN_ROWS = '#py-perf-desktop/';

/**
 * Whether a registry row belongs to this project (`#py-perf-desktop/NAME`) and is not a host.
 */
export function isOwnRow(hostname: unknown): boolean {
  return typeof hostname === 'string' && hostname.startsWith(OWN_ROWS);
}
