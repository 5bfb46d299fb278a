import { appFailure } from '../../../contract/errors.ts';

/** The way in which blocks are packed now: the first byte of each. Another way gets another number, and this one stays readable. */
export const PACKED_VERSION = 1;

/** Version, and a checksum of what follows. */
export const FRAME_BYTES = 3;

/** Writes version and checksum into the first bytes of a block, which were left free. */
export function closeFrame(block: Uint8Array): Uint8Array {
  const sum = checksum(block);
  block[0] = PACKED_VERSION;
  block[1] = sum & 0xff;
  block[2] = sum >>> 8;
  return block;
}

/** The bytes of a block that is whole. Throws `AppFailure` (`store-damaged`). */
export function openFrame(blob: unknown): Uint8Array {
  if (!(blob instanceof Uint8Array) || blob.length < FRAME_BYTES || blob[0] !== PACKED_VERSION)
    throw damagedBlock();
  const sum = checksum(blob);
  if (blob[1] !== (sum & 0xff) || blob[2] !== sum >>> 8) throw damagedBlock();
  return blob;
}

/** The failure (`store-damaged`) for a packed block that is not what was written. */
export function damagedBlock(): Error {
  return appFailure(
    'store-damaged',
    'A block of the local database is damaged.',
    'Start again: the database is checked, and filled again from DynamoDB where it is damaged.',
  );
}

/** Sixteen bits of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv) over the words of four bytes after the frame. */
function checksum(block: Uint8Array): number {
  const words = block.length - ((block.length - FRAME_BYTES) & 3);
  let hash = 0x811c9dc5 ^ block.length;
  let at = FRAME_BYTES;
  for (; at < words; at += 4) {
    const word =
      (block[at] ?? 0) |
      ((block[at + 1] ?? 0) << 8) |
      ((block[at + 2] ?? 0) << 16) |
      ((block[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x01000193);
  }
  for (; at < block.length; at += 1) hash = Math.imul(hash ^ (block[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}
