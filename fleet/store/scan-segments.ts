import { z } from 'zod';
import { parseStored } from '../../platform/sqlite/stored-json.ts';

/** Where a segment of a scan of the legacy table stands. */
export interface ScanSegment {
  segment: number;
  segments: number;
  /** The key to go on from, or null at the beginning. */
  nextKey: string | null;
  done: boolean;
  items: number;
  units: number;
}

const keySchema = z.object({ id: z.number() });

/** The segments of a scan that has not begun. */
export function unreadSegments(segments: number): ScanSegment[] {
  return Array.from({ length: segments }, (_, segment) => ({
    segment,
    segments,
    nextKey: null,
    done: false,
    items: 0,
    units: 0,
  }));
}

/**
 * The key to go on from, of a table whose key is `id`; undefined: the segment is read from its beginning, as it is where what
 * is stored cannot be read.
 */
export function keyIn(nextKey: string | null): { id: number } | undefined {
  return nextKey === null ? undefined : parseStored(keySchema, nextKey);
}
