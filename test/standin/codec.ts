import { parse, stringify } from 'devalue';

/**
 * Values as text, for Playwright's bindings, which know JSON only. Keeps what a structured clone keeps: Map, Set, Date,
 * BigInt, typed arrays, NaN, cycles, and the message of an Error. What cannot be cloned throws, as it does in Electron.
 */
export function encode(value: unknown): string {
  return stringify(cloned(value), {
    Error: (candidate: unknown) =>
      candidate instanceof Error && [candidate.name, candidate.message, candidate.stack ?? ''],
  });
}

/** The value that `encode` wrote. */
export function decode(text: string): unknown {
  return parse(text, {
    Error: ([name, message, stack]: [string, string, string]) =>
      Object.assign(new Error(message), { name, stack }),
  });
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
}
