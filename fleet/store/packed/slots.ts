import type { BitReader, BitWriter } from './bits.ts';

/** Which of `size` slots of a series have a value, in ascending order. */
export interface Slots {
  readonly size: number;
  /** The numbers of those slots; null: all have. */
  readonly present: Uint8Array | null;
}

/** Where `has` says that there is a value. */
export function slotsWhere(size: number, has: (slot: number) => boolean): Slots {
  const present = new Uint8Array(size);
  let count = 0;
  for (let slot = 0; slot < size; slot += 1) {
    if (!has(slot)) continue;
    present[count] = slot;
    count += 1;
  }
  return { size, present: count === size ? null : present.slice(0, count) };
}

/** How many slots have a value. */
export function countOf({ size, present }: Slots): number {
  return present === null ? size : present.length;
}

/** Whether the same slots have a value, in two blocks of the same size. */
export function isSame(one: Slots, other: Slots): boolean {
  if (one.present === null || other.present === null) return one.present === other.present;
  if (one.present.length !== other.present.length) return false;
  return one.present.every((slot, at) => slot === other.present?.[at]);
}

/** One byte where all slots have a value, else a bit per slot after it. */
export function writeSlots(out: BitWriter, { size, present }: Slots): void {
  out.byte(present === null ? 1 : 0);
  if (present === null) return;
  const bits = new Uint8Array(Math.ceil(size / 8));
  for (const slot of present) bits[slot >> 3] = (bits[slot >> 3] ?? 0) | (1 << (slot & 7));
  out.append(bits);
}

/** What `writeSlots` wrote, for a block of `size` slots. */
export function readSlots(from: BitReader, size: number): Slots {
  if (from.byte() !== 0) return { size, present: null };
  const bits = from.take(Math.ceil(size / 8));
  return slotsWhere(size, (slot) => ((bits[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0);
}
