import { statfsSync } from 'node:fs';

/** Bytes available to this user on the file system of `path`; null: unknown. */
export function freeBytes(path: string): number | null {
  try {
    const { bavail, bfree, bsize, blocks } = statfsSync(path);
    if (blocks === 0) return null;
    // Reserved blocks are available to the administrator only.
    return (process.getuid?.() === 0 ? bfree : bavail) * bsize;
  } catch {
    return null;
  }
}
