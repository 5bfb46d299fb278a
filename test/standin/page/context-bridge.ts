/** How a value is copied. */
export interface CopyOptions {
  /** Exposed objects are frozen, functions too; arguments and results are not. */
  freeze?: boolean;
}

type Callable = (...args: unknown[]) => unknown;

/** Electron's message for a thrown value that is no object. */
const UNKNOWN =
  'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';

/**
 * Copies like Electron's contextBridge: prototypes, getters and symbols are lost, functions become functions of the
 * other world, an Error keeps only its message. Proxies (such as Vue's) throw.
 */
export function copyAcross(value: unknown, { freeze = false }: CopyOptions = {}): unknown {
  const copied = copy(value, new Map());
  if (freeze) freezeDeep(copied, new Set());
  return copied;
}

function copy(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === 'function') return copyFunction(value as Callable);
  if (typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Promise) return copyPromise(value);
  if (value instanceof Error) return new Error(value.message);
  if (!holdsMoreThanData(value, new Set())) return plain(value);
  const target: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  seen.set(value, target);
  for (const [key, member] of Object.entries(value))
    (target as Record<string, unknown>)[key] = copy(member, seen);
  return target;
}

function copyFunction(original: Callable): Callable {
  return (...args) => {
    const copied = args.map((arg) => copyAcross(arg));
    let result: unknown;
    try {
      result = original(...copied);
    } catch (error) {
      // Recreated without a cause: nothing from the other world comes along.
      throw new Error(messageOf(error));
    }
    return copyAcross(result);
  };
}

function messageOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return UNKNOWN;
  return typeof thrown.message === 'string' ? thrown.message : UNKNOWN;
}

function copyPromise(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => copyAcross(value),
    (error: unknown) => {
      throw error instanceof Error ? new Error(error.message) : copyAcross(error);
    },
  );
}

function freezeDeep(value: unknown, seen: Set<object>): void {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
  if (seen.has(value) || ArrayBuffer.isView(value)) return;
  seen.add(value);
  for (const name of Object.getOwnPropertyNames(value))
    freezeDeep((value as Record<string, unknown>)[name], seen);
  Object.freeze(value);
}

/** Whether an object contains a function, promise or error somewhere, so that it cannot be cloned as data. */
function holdsMoreThanData(value: object, seen: Set<object>): boolean {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some(
    (member: unknown) =>
      typeof member === 'function' ||
      typeof member === 'symbol' ||
      member instanceof Promise ||
      member instanceof Error ||
      (typeof member === 'object' && member !== null && holdsMoreThanData(member, seen)),
  );
}

function plain(value: object): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
}
