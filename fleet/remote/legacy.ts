import { createHash } from 'node:crypto';
import { storedHostname } from '../../contract/hostname.ts';
import type { Item } from '../../contract/records.ts';
import { LEGACY_INDEX } from '../../contract/tables.ts';
import { DAY_S } from '../../contract/time.ts';
import type { Clock } from '../../platform/clock.ts';
import { decodeMetricsData, type LegacySample } from './legacy-decode.ts';
import type { BadItem } from '../store/sources.ts';
import { batchGetAll } from './batches.ts';
import { projectionOf, startingAt, type DynamoSource } from './dynamo-source.ts';
import { allPages } from './pages.ts';

const MARKER = 'latest_marker';

const MARKER_PROJECTION = projectionOf([
  'id',
  'hostname',
  'record_type',
  'timestamp',
  'latest_record_id',
]);

/** The attributes of the legacy table that are read, as a projection for requests. */
export const BATCH_PROJECTION = projectionOf([
  'id',
  'hostname',
  'timestamp',
  'metrics_data',
  'record_type',
  'latest_record_id',
]);

/** Pages of 1 MB for one host: what it uploads in a month, at 10 KB a batch, is less. */
const MOST_INDEX_PAGES = 512;
/** Batches asked for at once: of 400 KB each, the largest, their answer stays within DynamoDB's 16 MB, as JSON too. */
const BATCHES_PER_REQUEST = 20;

/** The item per host that names its newest batch. */
export interface LegacyMarker {
  hostname: string;
  /** Unix seconds of the upload. */
  uploadedAt: number;
  latestId: number;
}

/** One upload of a host: a decoded batch. */
export interface LegacyRecord {
  id: number;
  hostname: string;
  uploadedAt: number;
  samples: LegacySample[];
}

/** A page of the legacy table, sorted into batches and markers. */
export interface LegacyItems {
  records: LegacyRecord[];
  markers: LegacyMarker[];
  bad: BadItem[];
  /** Ids of batches whose data is elsewhere, as in an index that does not hold it. */
  withoutData: number[];
}

/** The id of a host's latest marker: the first 8 hex digits of MD5(`latest_` + hostname), as a number. */
export function markerId(hostname: string): number {
  const digest = createHash('md5').update(`latest_${hostname}`).digest('hex');
  return Number.parseInt(digest.slice(0, 8), 16);
}

/** The latest markers of hosts; those that have none are left out. Throws `AppFailure`. */
export async function getMarkers(
  reader: DynamoSource,
  clock: Clock,
  hostnames: readonly string[],
  signal?: AbortSignal,
): Promise<LegacyItems> {
  // Two names may share a marker's 32 bits; keys in one request must differ.
  const ids = [...new Set(hostnames.map(markerId))];
  const items = await batchGetAll({
    reader,
    clock,
    role: 'legacy',
    keys: ids.map((id) => ({ id })),
    projection: MARKER_PROJECTION,
    ...(signal === undefined ? {} : { signal }),
  });
  return decodeLegacyItems(items, clock.now() / 1000);
}

/** Batches by their ids. Throws `AppFailure`. */
export async function getBatches(
  reader: DynamoSource,
  clock: Clock,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<LegacyItems> {
  const items = await batchGetAll({
    reader,
    clock,
    role: 'legacy',
    keys: [...new Set(ids)].map((id) => ({ id })),
    keysPerRequest: BATCHES_PER_REQUEST,
    projection: BATCH_PROJECTION,
    ...(signal === undefined ? {} : { signal }),
  });
  return decodeLegacyItems(items, clock.now() / 1000);
}

/** Uploads of one host, `since` to `until`, both included; Unix seconds. Without `until`: up to the newest. */
export interface UploadRange {
  hostname: string;
  since: number;
  until?: number;
}

/**
 * A host's batches of a range, by `hostname-timestamp-index`, all pages. Where the index does not hold the data, it is
 * fetched from the table. Throws `AppFailure`.
 */
export async function queryBatches(
  reader: DynamoSource,
  clock: Clock,
  { hostname, since, until }: UploadRange,
  signal?: AbortSignal,
): Promise<LegacyItems> {
  const items: Item[] = [];
  const question = {
    IndexName: LEGACY_INDEX,
    KeyConditionExpression: `#hostname = :hostname AND #timestamp ${until === undefined ? '>= :since' : 'BETWEEN :since AND :until'}`,
    ExpressionAttributeNames: { '#hostname': 'hostname', '#timestamp': 'timestamp' },
    ExpressionAttributeValues: {
      ':hostname': hostname,
      ':since': since,
      ...(until === undefined ? {} : { ':until': until }),
    },
  };
  const pages = allPages(
    (start) => reader.query('legacy', { ...question, ...startingAt(start) }, signal),
    MOST_INDEX_PAGES,
  );
  for await (const page of pages) for (const item of page.items) items.push(item);
  const found = decodeLegacyItems(items, clock.now() / 1000);
  if (found.withoutData.length === 0) return found;
  const fetched = await getBatches(reader, clock, found.withoutData, signal);
  return {
    records: [...found.records, ...fetched.records],
    markers: found.markers,
    bad: [...found.bad, ...fetched.bad],
    withoutData: [],
  };
}

/** Sorts items of the legacy table into batches, markers and what makes no sense; `now` in Unix seconds. */
export function decodeLegacyItems(items: readonly Item[], now: number): LegacyItems {
  const found: LegacyItems = { records: [], markers: [], bad: [], withoutData: [] };
  for (const item of items) decodeLegacyItem(item, now, found);
  return found;
}

function decodeLegacyItem(item: Item, now: number, found: LegacyItems): void {
  const { id, timestamp } = item as Record<'id' | 'timestamp', unknown>;
  const key = String(id);
  const bad = (problem: string): void => {
    found.bad.push({ role: 'legacy', key, problem });
  };
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) {
    bad('id: not an integer');
    return;
  }
  const stored = storedHostname(item['hostname']);
  if ('problem' in stored) {
    bad(stored.problem);
    return;
  }
  const hostname = stored.name;
  if (typeof timestamp !== 'number' || !Number.isFinite(timestamp) || timestamp < 0) {
    bad('timestamp: not a time');
    return;
  }
  if (timestamp > now + DAY_S) {
    bad('timestamp: more than a day ahead');
    return;
  }
  if (item['record_type'] === MARKER) {
    const latestId = item['latest_record_id'];
    if (typeof latestId === 'number' && Number.isSafeInteger(latestId))
      found.markers.push({ hostname, uploadedAt: timestamp, latestId });
    else bad('latest_record_id: not an integer');
    return;
  }
  if (item['metrics_data'] === undefined) {
    found.withoutData.push(id);
    return;
  }
  const { samples, bad: problems } = decodeMetricsData(item['metrics_data'], key, now);
  for (const problem of problems) found.bad.push(problem);
  found.records.push({ id, hostname, uploadedAt: timestamp, samples });
}
