import { statfsSync } from 'node:fs';

/** Bytes that this user may still write where `path` lies; null where the file system does not say. */
export function freeBytes(path: string): number | null {
  try {
    const { bavail, bfree, bsize, blocks } = statfsSync(path);
    if (blocks === 0) return null;
    // What file systems keep back is for the administrator.
    return (process.getuid?.() === 0 ? bfree : bavail) * bsize;
  } catch {
    return null;
  }
}
