/** Values above this cannot be written by `rice`. */
export const MAX_RICE = 2 ** 31 - 1;

/** A quotient of this many zeros announces a value that is written out in full. */
const ESCAPE_BITS = 16;

/** Writes bits, least significant first, into memory of its own that grows. */
export class BitWriter {
  #bytes = new Uint8Array(256);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** Begins anew. */
  reset(): void {
    this.#length = 0;
    this.#pending = 0;
    this.#pendingBits = 0;
  }

  /** Whole bytes so far; call `align` first. */
  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Writes the `count` lowest bits of a value, 16 at most. */
  bits(value: number, count: number): void {
    this.#pending |= (value & ((1 << count) - 1)) << this.#pendingBits;
    this.#pendingBits += count;
    while (this.#pendingBits >= 8) {
      this.byte(this.#pending & 0xff);
      this.#pending >>>= 8;
      this.#pendingBits -= 8;
    }
  }

  /** Writes up to 32 bits. */
  wide(value: number, count: number): void {
    if (count <= 16) this.bits(value, count);
    else {
      this.bits(value & 0xffff, 16);
      this.bits(value >>> 16, count - 16);
    }
  }

  /** A value from 0 to `MAX_RICE` in Rice's code with `k` low bits. */
  rice(value: number, k: number): void {
    const quotient = value >>> k;
    if (quotient >= ESCAPE_BITS) {
      this.bits(0, ESCAPE_BITS);
      this.wide(value, 32);
      return;
    }
    this.bits(1 << quotient, quotient + 1);
    this.wide(value, k);
  }

  /** Fills the byte begun with zeros. */
  align(): void {
    if (this.#pendingBits > 0) this.bits(0, 8 - this.#pendingBits);
  }

  /** A whole number from 0 to 2^53 in groups of seven bits. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  append(bytes: Uint8Array): void {
    for (const byte of bytes) this.byte(byte);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    this.align();
    return this.#bytes.slice(0, this.#length);
  }
}

/** Reads what a `BitWriter` wrote. Beyond the end there are zeros. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Position in bits. */
  #at: number;

  constructor(bytes: Uint8Array, byteOffset = 0) {
    this.#bytes = bytes;
    this.#at = byteOffset * 8;
  }

  /** Position in whole bytes, of the first that is not read at all. */
  get offset(): number {
    return (this.#at + 7) >>> 3;
  }

  set offset(byte: number) {
    this.#at = byte * 8;
  }

  byte(): number {
    const value = this.#bytes[this.offset] ?? 0;
    this.#at = this.offset * 8 + 8;
    return value;
  }

  /** The next 25 bits at least. */
  #window(): number {
    const bytes = this.#bytes;
    const first = this.#at >>> 3;
    const word =
      (bytes[first] ?? 0) |
      ((bytes[first + 1] ?? 0) << 8) |
      ((bytes[first + 2] ?? 0) << 16) |
      ((bytes[first + 3] ?? 0) << 24);
    return word >>> (this.#at & 7);
  }

  bits(count: number): number {
    const value = this.#window() & ((1 << count) - 1);
    this.#at += count;
    return value;
  }

  wide(count: number): number {
    if (count <= 16) return this.bits(count);
    const low = this.bits(16);
    return (low | (this.bits(count - 16) << 16)) >>> 0;
  }

  rice(k: number): number {
    const window = this.#window();
    const low = window & 0xffff;
    if (low === 0) {
      this.#at += ESCAPE_BITS;
      return this.wide(32);
    }
    const quotient = 31 - Math.clz32(low & -low);
    const used = quotient + 1;
    if (used + k <= 25) {
      this.#at += used + k;
      return (quotient << k) | ((window >>> used) & ((1 << k) - 1));
    }
    this.#at += used;
    return (quotient << k) | this.wide(k);
  }

  /** Fills `values` with numbers of `width` bits, `least` added to each. */
  fixedInto(values: Int32Array, width: number, least: number): void {
    if (width > 25) {
      for (let index = 0; index < values.length; index += 1)
        values[index] = (least + this.wide(width)) | 0;
      return;
    }
    const bytes = this.#bytes;
    const mask = (1 << width) - 1;
    let at = this.#at;
    for (let index = 0; index < values.length; index += 1) {
      const first = at >>> 3;
      const word =
        (bytes[first] ?? 0) |
        ((bytes[first + 1] ?? 0) << 8) |
        ((bytes[first + 2] ?? 0) << 16) |
        ((bytes[first + 3] ?? 0) << 24);
      values[index] = ((word >>> (at & 7)) & mask) + least;
      at += width;
    }
    this.#at = at;
  }

  /** Fills `values` with signed numbers that `rice` wrote with `k` low bits. */
  riceInto(values: Int32Array, k: number): void {
    const bytes = this.#bytes;
    const mask = (1 << k) - 1;
    let at = this.#at;
    for (let index = 0; index < values.length; index += 1) {
      const first = at >>> 3;
      const word =
        (bytes[first] ?? 0) |
        ((bytes[first + 1] ?? 0) << 8) |
        ((bytes[first + 2] ?? 0) << 16) |
        ((bytes[first + 3] ?? 0) << 24);
      const window = word >>> (at & 7);
      const used = 32 - Math.clz32(window & -window);
      let value: number;
      if (used > 0 && used <= ESCAPE_BITS && used + k <= 25) {
        value = ((used - 1) << k) | ((window >>> used) & mask);
        at += used + k;
      } else {
        this.#at = at;
        value = this.rice(k);
        at = this.#at;
      }
      values[index] = unzigzag(value);
    }
    this.#at = at;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 8; count += 1) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
    }
    return value;
  }

  /** A part of the bytes, without copying. */
  take(length: number): Uint8Array {
    const from = this.offset;
    this.offset = from + length;
    return this.#bytes.subarray(from, from + length);
  }
}

/** A signed number as one from 0 on: 0, −1, 1, −2 … */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

/** The signed number that `zigzag` made this of. */
export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
