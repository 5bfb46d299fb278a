import type { StoredHost } from './host-row.ts';
import { SEEN_IN } from './minute.ts';

/** Upload times, Unix seconds, between which a legacy host may have batches that were never read. */
export interface UnreadUploads {
  /** Null: from the beginning of the table. */
  from: number | null;
  to: number;
}

/**
 * What may be unread of a host. Every batch since `legacyWholeFrom` was read, and every batch before `scannedThrough`,
 * the start of the last whole scan of the table. Null where the two meet, and for a host that never wrote the layout.
 */
export function unreadOf(
  host: Pick<StoredHost, 'layouts' | 'legacyWholeFrom' | 'legacyGapFrom'>,
  scannedThrough: number | null,
  now: number,
): UnreadUploads | null {
  if ((host.layouts & SEEN_IN.legacy) === 0) return null;
  const to = host.legacyWholeFrom ?? now;
  const from = Math.max(scannedThrough ?? 0, host.legacyGapFrom ?? 0);
  if (from >= to) return null;
  return { from: from === 0 ? null : from, to };
}
