import { readFileSync, writeFileSync } from 'node:fs';

type Random = (below: number) => number;

/** Flips bits of a file, cuts it, or overwrites part of it. Returns a description for the report. */
export function damageFile(path: string, random: Random): string {
  const bytes = readFileSync(path);
  const whole = (below: number): number => Math.floor(random(below));
  const kind = whole(4);
  if (kind === 0) {
    const length = whole(bytes.length);
    writeFileSync(path, bytes.subarray(0, length));
    return `cut to ${String(length)} bytes`;
  }
  if (kind === 1) {
    const at = whole(bytes.length);
    bytes.fill(whole(256), at, at + 1 + whole(600));
    writeFileSync(path, bytes);
    return `overwritten at ${String(at)}`;
  }
  const flips = Array.from({ length: kind === 2 ? 1 : 8 }, () => whole(bytes.length * 8));
  for (const bit of flips) {
    const at = bit >> 3;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  }
  writeFileSync(path, bytes);
  return `bits ${flips.join(', ')} flipped`;
}
