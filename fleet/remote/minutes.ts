import { CUSTOM_ATTRIBUTE } from '../../contract/custom.ts';
import { METRICS, METRIC_IDS, isDerived } from '../../contract/metrics.ts';
import { decodeV2Item, type Item } from '../../contract/records.ts';
import { DETAIL_ATTRIBUTES } from '../../contract/sample-details.ts';
import type { Sample } from '../../contract/sample.ts';
import { partitionKey } from '../../contract/tables.ts';
import type { Clock } from '../../platform/clock.ts';
import type { BadItem } from '../store/sources.ts';
import { batchGetEach } from './batches.ts';
import { projectionOf, startingAt, type DynamoSource } from './dynamo-source.ts';
import { allPages } from './pages.ts';

/** Only what is stored: the rest of an item would be transferred for nothing. */
const STORED = [
  'minute_timestamp',
  'collected_at',
  'top_processes',
  ...DETAIL_ATTRIBUTES,
  CUSTOM_ATTRIBUTE,
  ...METRIC_IDS.filter((id) => !isDerived(id)).map((id) => METRICS[id].attribute),
];
/** What is read of a sample, with the key that names its host. */
export const SAMPLE_PROJECTION = projectionOf(['hostname_hour', ...STORED]);
/** A query's answer need not repeat its own partition key in every item. */
const HOUR_PROJECTION = projectionOf(STORED);

/** An hour has 60 samples of 1 KB; a page has 1 MB. Even 60 items of 400 KB, the largest, are less than these. */
const MOST_PAGES_PER_HOUR = 64;

/** The key of one v2 sample. */
export interface MinuteKey {
  hostname: string;
  /** Unix seconds, a multiple of 60. */
  minute: number;
}

/** Decoded v2 samples, and the items that could not be decoded. */
export interface SampleSet {
  samples: Sample[];
  bad: BadItem[];
}

/** Fetches samples of v2 by their computed keys. Throws `AppFailure`. */
export async function getMinutes(
  reader: DynamoSource,
  clock: Clock,
  keys: readonly MinuteKey[],
  signal?: AbortSignal,
): Promise<SampleSet> {
  const found: SampleSet = { samples: [], bad: [] };
  const question = {
    reader,
    clock,
    role: 'system',
    keys: keys.map(({ hostname, minute }) => ({
      hostname_hour: partitionKey(hostname, minute),
      minute_timestamp: minute,
    })),
    projection: SAMPLE_PROJECTION,
    ...(signal === undefined ? {} : { signal }),
  } as const;
  await batchGetEach(question, (items) => {
    const { samples, bad } = decodeSamples(items, clock.now() / 1000);
    for (const sample of samples) found.samples.push(sample);
    for (const item of bad) found.bad.push(item);
  });
  return found;
}

/** All samples of one host and UTC hour: one query, all pages. Throws `AppFailure`. */
export async function queryHour(
  reader: DynamoSource,
  hostname: string,
  hour: number,
  now: number,
  signal?: AbortSignal,
): Promise<SampleSet> {
  const key = partitionKey(hostname, hour);
  const question = {
    ...HOUR_PROJECTION,
    KeyConditionExpression: 'hostname_hour = :key',
    ExpressionAttributeValues: { ':key': key },
  };
  const pages = allPages(
    (start) => reader.query('system', { ...question, ...startingAt(start) }, signal),
    MOST_PAGES_PER_HOUR,
  );
  const set: SampleSet = { samples: [], bad: [] };
  // Page by page: what is kept of an item is small, however large it came.
  for await (const page of pages)
    for (const item of page.items) decodeSample({ ...item, hostname_hour: key }, now, set);
  return set;
}

/**
 * The newest sample of a host within some hours (Unix seconds), or null: one small query an hour, for a host of which
 * nothing tells when it was last seen. Throws `AppFailure`.
 */
export async function newestSample(
  reader: DynamoSource,
  hostname: string,
  hours: readonly number[],
  now: number,
  signal: AbortSignal,
): Promise<Sample | null> {
  const pages = await Promise.all(
    hours.map((hour) =>
      reader.query(
        'system',
        {
          ...SAMPLE_PROJECTION,
          KeyConditionExpression: 'hostname_hour = :key',
          ExpressionAttributeValues: { ':key': partitionKey(hostname, hour) },
          ScanIndexForward: false,
          Limit: 1,
        },
        signal,
      ),
    ),
  );
  const { samples } = decodeSamples(
    pages.flatMap(({ items }) => items),
    now,
  );
  return samples.reduce<Sample | null>(
    (newest, sample) => ((newest?.minute ?? 0) < sample.minute ? sample : newest),
    null,
  );
}

function decodeSamples(items: readonly Item[], now: number): SampleSet {
  const set: SampleSet = { samples: [], bad: [] };
  for (const item of items) decodeSample(item, now, set);
  return set;
}

function decodeSample(item: Item, now: number, set: SampleSet): void {
  const decoded = decodeV2Item(item, now);
  if ('value' in decoded) set.samples.push(decoded.value);
  else
    set.bad.push({
      role: 'system',
      key: `${String(item['hostname_hour'])} ${String(item['minute_timestamp'])}`,
      problem: decoded.problem,
    });
}
