/**
 * Throws where Playwright would carry less out of Electron's main process than structured clone does out of this one: of a Map or a
 * Set it leaves an empty object, of a function nothing. A spec that relies on one would pass here alone.
 */
export function requirePlain(value: unknown, seen = new Set<object>()): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw notCarried(typeof value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (value instanceof Map || value instanceof Set) throw notCarried(value.constructor.name);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return;
  seen.add(value);
  for (const member of Object.values(value)) requirePlain(member, seen);
}

function notCarried(kind: string): Error {
  return new Error(`evaluate cannot carry a ${kind}: Playwright would lose it on Electron`);
}
