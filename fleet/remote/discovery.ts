import type { ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { decodeV2Item, type Item } from '../../contract/records.ts';
import type { Sample } from '../../contract/sample.ts';
import type { TableRole } from '../../contract/tables.ts';
import { BATCH_PROJECTION, decodeLegacyItems, type LegacyMarker } from './legacy.ts';
import { startingAt, type DynamoSource } from './dynamo-source.ts';
import { SAMPLE_PROJECTION } from './minutes.ts';
import { allPages } from './pages.ts';

/** Segments read at the same time. */
const SEGMENTS = 8;

/** Scans a table in parallel segments, all of them and all their pages. Throws `AppFailure`. */
export async function scanAll(
  reader: DynamoSource,
  role: TableRole,
  input: Omit<ScanCommandInput, 'TableName'>,
  onPage: (items: Item[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  const scanSegment = async (segment: number): Promise<void> => {
    const segmented = { ...input, Segment: segment, TotalSegments: SEGMENTS };
    const pages = allPages((start) =>
      reader.scan(role, { ...segmented, ...startingAt(start) }, signal),
    );
    for await (const page of pages) {
      signal?.throwIfAborted();
      onPage(page.items);
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, segment) => scanSegment(segment)));
}

/** By hostname. */
export type NewestSamples = Map<string, Sample>;

/**
 * Puts the newest sample of every host in the v2 table into `newest`, as the scan goes on: the way to find hosts where
 * there is no registry. Throws `AppFailure`.
 */
export async function discoverV2(
  reader: DynamoSource,
  now: number,
  newest: NewestSamples,
  signal?: AbortSignal,
): Promise<void> {
  await scanAll(
    reader,
    'system',
    // Whole samples: one that lacks most metrics would take the place of what is stored of its minute.
    SAMPLE_PROJECTION,
    (items) => {
      for (const item of items) {
        const decoded = decodeV2Item(item, now);
        if (!('value' in decoded)) continue;
        const { value } = decoded;
        if ((newest.get(value.hostname)?.minute ?? 0) < value.minute)
          newest.set(value.hostname, value);
      }
    },
    signal,
  );
}

/** The latest markers of every host in the legacy table. */
export async function discoverLegacy(
  reader: DynamoSource,
  now: number,
  signal?: AbortSignal,
): Promise<LegacyMarker[]> {
  const markers: LegacyMarker[] = [];
  await scanAll(
    reader,
    'legacy',
    {
      ...BATCH_PROJECTION,
      FilterExpression: 'record_type = :marker',
      ExpressionAttributeValues: { ':marker': 'latest_marker' },
    },
    (items) => {
      for (const marker of decodeLegacyItems(items, now).markers) markers.push(marker);
    },
    signal,
  );
  return markers;
}
