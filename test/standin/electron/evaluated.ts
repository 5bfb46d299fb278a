/**
 * Throws for results that Playwright cannot return from Electron's main process, although structured clone could: it
 * turns a Map or a Set into an empty object, and drops functions. A spec that relies on one would pass only here.
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
