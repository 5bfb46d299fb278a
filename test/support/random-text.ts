import { createHash } from 'node:crypto';

/** Incompressible letters, the same for the same seed. */
export function randomText(length: number, seed: string): string {
  return createHash('shake256', { outputLength: Math.ceil((length * 3) / 4) })
    .update(seed)
    .digest('base64url')
    .slice(0, length);
}
