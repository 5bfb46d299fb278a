/**
 * Encodes values as text for Playwright's bindings, which support only JSON. A value arrives as its structured clone:
 * with Map, Set, Date, RegExp, BigInt, boxed primitives, typed arrays, sparse arrays, -0, NaN, errors, any own key,
 * shared references and cycles. Values that cannot be cloned throw, as in Electron.
 */

/** A JSON value, or the index of a record. */
type Token = string | number | boolean | null | readonly [place: number];
/** The type of a value, then its content. */
type Content = readonly [kind: string, ...tokens: Token[]];
type Refer = (value: unknown) => Token;
type Resolve = (token: Token | undefined) => unknown;
type View = ArrayBufferView & { readonly length?: number };
type ViewClass = new (buffer: ArrayBuffer, offset: number, length: number) => View;

const VIEWS: ReadonlyMap<string, ViewClass> = new Map(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ].map((View): [string, ViewClass] => [View.name, View as ViewClass]),
);
const ERRORS: ReadonlyMap<string, ErrorConstructor> = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((Kind) => [
    Kind.name,
    Kind,
  ]),
);
/** What a structured clone keeps of an error besides its type. */
const OF_ERROR = ['stack', 'message', 'cause'];

/** The structured clone of a value as text. Throws where Electron throws. */
export function encode(value: unknown): string {
  const values: unknown[] = [];
  const places = new Map<unknown, number>();
  const refer: Refer = (found) => {
    if (isToken(found)) return found;
    const known = places.get(found);
    if (known !== undefined) return [known];
    places.set(found, values.length);
    return [values.push(found) - 1];
  };
  const root = refer(cloned(value));
  const contents: Content[] = [];
  // The list grows during the loop, so no value is too deep.
  for (const found of values) contents.push(contentOf(found, refer));
  return JSON.stringify([root, ...contents]);
}

/** The value that `encode` wrote. */
export function decode(text: string): unknown {
  const [root, ...contents] = JSON.parse(text) as [Token, ...Content[]];
  const values: unknown[] = [];
  const resolve: Resolve = (token) => {
    if (!Array.isArray(token)) return token;
    const place = token[0] as number;
    if (!(place in values)) values[place] = emptyOf(contents[place] ?? ['undefined'], resolve);
    return values[place];
  };
  // All values exist, empty, before any is filled: they may refer to each other.
  contents.forEach((content, place) => {
    fill(resolve([place]), content, resolve);
  });
  return resolve(root);
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw notCloneable();
  }
}

function notCloneable(): Error {
  return new Error('An object could not be cloned.');
}

/** Whether JSON returns a value unchanged. */
function isToken(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function contentOf(value: unknown, refer: Refer): Content {
  if (value === undefined) return ['undefined'];
  if (typeof value === 'number') return ['number', Object.is(value, -0) ? '-0' : String(value)];
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (Array.isArray(value)) return ['Array', value.length, ...entriesOf(value, refer)];
  if (value instanceof Map)
    return ['Map', ...[...value].flatMap((entry) => entry.map((part) => refer(part)))];
  if (value instanceof Set) return ['Set', ...[...value].map(refer)];
  if (value instanceof Date) return ['Date', refer(value.getTime())];
  if (value instanceof RegExp) return ['RegExp', value.source, value.flags];
  if (value instanceof ArrayBuffer) return ['ArrayBuffer', toBase64(value)];
  if (ArrayBuffer.isView(value)) return viewContent(value, refer);
  if (value instanceof Error && ERRORS.has(value.constructor.name))
    return errorContent(value, refer);
  if (isBoxed(value)) return ['boxed', refer(value.valueOf())];
  if (Object.getPrototypeOf(value) === Object.prototype)
    return ['Object', ...entriesOf(value as object, refer)];
  // A structured clone may still be of a type that Electron's messages do not support, such as a Blob.
  throw notCloneable();
}

/** Own keys and their values; of an array, only the existing elements. */
function entriesOf(value: object, refer: Refer): Token[] {
  return Object.entries(value).flatMap(([key, held]) => [key, refer(held)]);
}

function viewContent(view: View, refer: Refer): Content {
  const kind = view.constructor.name;
  if (!VIEWS.has(kind)) throw notCloneable();
  return [kind, refer(view.buffer), view.byteOffset, view.length ?? view.byteLength];
}

function errorContent(error: Error, refer: Refer): Content {
  const held = OF_ERROR.filter((key) => Object.hasOwn(error, key));
  const entries = held.flatMap((key): Token[] => [key, refer(error[key as keyof Error])]);
  return [error.constructor.name, ...entries];
}

function isBoxed(value: unknown): value is object {
  return [Number, String, Boolean, BigInt].some((Kind) => value instanceof Kind);
}

function emptyOf([kind, ...tokens]: Content, resolve: Resolve): unknown {
  const [first, second, third] = tokens;
  const view = VIEWS.get(kind);
  if (view !== undefined)
    return new view(resolve(first) as ArrayBuffer, Number(second), Number(third));
  const error = ERRORS.get(kind);
  if (error !== undefined) return new error();
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(first);
    case 'bigint':
      return BigInt(String(first));
    case 'boxed':
      return Object(resolve(first));
    case 'Array':
      return Array.from({ length: 0 });
    case 'Map':
      return new Map();
    case 'Set':
      return new Set();
    case 'Date':
      return new Date(Number(resolve(first)));
    case 'RegExp':
      return new RegExp(String(first), String(second));
    case 'ArrayBuffer':
      return fromBase64(String(first));
    default:
      return {};
  }
}

function fill(value: unknown, [kind, ...tokens]: Content, resolve: Resolve): void {
  if (value instanceof Map)
    for (const [key, held] of pairs(tokens)) value.set(resolve(key), resolve(held));
  else if (value instanceof Set) for (const token of tokens) value.add(resolve(token));
  else if (Array.isArray(value)) {
    value.length = Number(tokens[0]);
    define(value, tokens.slice(1), resolve, true);
  } else if (value instanceof Error) {
    // The constructor has set its own stack.
    for (const key of OF_ERROR) Reflect.deleteProperty(value, key);
    define(value, tokens, resolve, false);
  } else if (kind === 'Object') define(value as object, tokens, resolve, true);
}

/** Keys become own properties, whatever their names: assigning `__proto__` would set the prototype. */
function define(
  value: object,
  tokens: readonly Token[],
  resolve: Resolve,
  enumerable: boolean,
): void {
  for (const [key, held] of pairs(tokens))
    Object.defineProperty(value, String(key), {
      value: resolve(held),
      enumerable,
      configurable: true,
      writable: true,
    });
}

function* pairs(tokens: readonly Token[]): Generator<[Token, Token | undefined]> {
  for (let at = 0; at < tokens.length; at += 2) yield [tokens[at] ?? null, tokens[at + 1]];
}

/** The most arguments of one call. */
const CHUNK = 8192;

function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
}
