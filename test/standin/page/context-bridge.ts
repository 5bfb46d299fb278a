/**
 * The copying that Electron's contextBridge does: prototypes, getters and symbols are lost, functions become
 * functions of the other world, an Error keeps its message only. Proxies (as Vue makes them) throw.
 */
export interface CopyOptions {
  /** What is exposed is frozen; arguments and results are not. */
  freeze?: boolean;
}

type Callable = (...args: unknown[]) => unknown;

export function copyAcross(value: unknown, options: CopyOptions = {}): unknown {
  return copy(value, options, new Map());
}

function copy(value: unknown, options: CopyOptions, seen: Map<object, unknown>): unknown {
  if (typeof value === 'function') return copyFunction(value as Callable);
  if (typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Promise) return copyPromise(value);
  if (value instanceof Error) return new Error(value.message);
  if (!holdsMoreThanData(value, new Set())) return plain(value, options);
  const target: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  seen.set(value, target);
  for (const [key, member] of Object.entries(value))
    (target as Record<string, unknown>)[key] = copy(member, options, seen);
  return options.freeze === true ? Object.freeze(target) : target;
}

function copyFunction(original: Callable): Callable {
  return (...args) => {
    try {
      return copyAcross(original(...args.map((arg) => copyAcross(arg))));
    } catch (error) {
      throw new Error(error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
}

function copyPromise(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => copyAcross(value),
    (error: unknown) => {
      throw error instanceof Error ? new Error(error.message) : copyAcross(error);
    },
  );
}

/** Whether an object holds a function, promise or error somewhere, so that it cannot be cloned as data. */
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

function plain(value: object, { freeze }: CopyOptions): unknown {
  let copied: object;
  try {
    copied = structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
  return freeze === true && !ArrayBuffer.isView(copied) ? Object.freeze(copied) : copied;
}
