/**
 * Carries structured-clone values through Playwright's bindings, which turn typed arrays, Map and Set into plain
 * objects. `createCodec` is sent to the page as source too, so it must stand alone.
 */
export interface Codec {
  /** Throws where the structured clone algorithm throws. */
  encode: (value: unknown) => unknown;
  decode: (value: unknown) => unknown;
}

interface Tagged {
  t: string;
  v: unknown;
}

export function createCodec(): Codec {
  const TYPED = {
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  };

  function toBase64(bytes: Uint8Array): string {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }

  function fromBase64(text: string): ArrayBuffer {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
  }

  function pack(value: unknown): Tagged {
    if (value === undefined) return { t: 'undefined', v: null };
    if (typeof value === 'number' && !Number.isFinite(value))
      return { t: 'number', v: String(value) };
    if (typeof value === 'bigint') return { t: 'bigint', v: String(value) };
    if (value === null || typeof value !== 'object') return { t: 'plain', v: value };
    if (Array.isArray(value)) return { t: 'array', v: value.map(pack) };
    if (value instanceof Date) return { t: 'date', v: value.getTime() };
    if (value instanceof Map)
      return { t: 'map', v: [...value].map(([key, entry]) => [pack(key), pack(entry)]) };
    if (value instanceof Set) return { t: 'set', v: [...value].map(pack) };
    if (value instanceof Error) return { t: 'error', v: value.message };
    if (value instanceof ArrayBuffer) return { t: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return { t: value.constructor.name, v: toBase64(bytes) };
    }
    return { t: 'object', v: Object.entries(value).map(([key, entry]) => [key, pack(entry)]) };
  }

  function unpack({ t, v }: Tagged): unknown {
    if (t === 'undefined') return undefined;
    if (t === 'plain') return v;
    if (t === 'number') return Number(v);
    if (t === 'bigint') return BigInt(v as string);
    if (t === 'array') return (v as Tagged[]).map(unpack);
    if (t === 'date') return new Date(v as number);
    if (t === 'map')
      return new Map((v as [Tagged, Tagged][]).map(([key, entry]) => [unpack(key), unpack(entry)]));
    if (t === 'set') return new Set((v as Tagged[]).map(unpack));
    if (t === 'error') return new Error(v as string);
    if (t === 'buffer') return fromBase64(v as string);
    if (t === 'object')
      return Object.fromEntries(
        (v as [string, Tagged][]).map(([key, entry]) => [key, unpack(entry)]),
      );
    const Type = TYPED[t as keyof typeof TYPED];
    return new Type(fromBase64(v as string));
  }

  return {
    encode: (value) => pack(structuredClone(value)),
    decode: (value) => unpack(value as Tagged),
  };
}
