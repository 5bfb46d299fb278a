import pLimit from 'p-limit';
import { appFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import type { TableRole } from '../../contract/tables.ts';
import type { Clock } from '../../platform/clock.ts';
import type { DynamoSource } from './dynamo-source.ts';

/** DynamoDB's limit of keys in one BatchGetItem. */
const KEYS_PER_REQUEST = 100;
/** Two minutes of 10,000 hosts in one round. What waits is at most so many answers of 100 samples, 40 MB. */
const PARALLEL_REQUESTS = 224;
/** Rounds without a single processed key before it is given up as throttled. */
const MAX_IDLE_ROUNDS = 6;
const BACKOFF_BASE_MS = 50;
const BACKOFF_LIMIT_MS = 5000;

/** Keys of one table to read with BatchGetItem. */
export interface BatchOptions {
  reader: DynamoSource;
  clock: Clock;
  role: TableRole;
  keys: readonly Item[];
  /** Fewer than DynamoDB's limit, where the items are large. */
  keysPerRequest?: number;
  projection: { ProjectionExpression?: string; ExpressionAttributeNames?: Record<string, string> };
  signal?: AbortSignal;
}

/**
 * Fetches any number of different keys in parallel requests. What DynamoDB leaves unprocessed is asked again, with
 * backoff; throws `AppFailure` (`throttled`) when it keeps processing nothing.
 */
export async function batchGetAll(options: BatchOptions): Promise<Item[]> {
  const items: Item[] = [];
  await batchGetEach(options, (found) => {
    for (const item of found) items.push(item);
  });
  return items;
}

/** As `batchGetAll`, but answer by answer: for items that are not to be in memory all at once. */
export async function batchGetEach(
  options: BatchOptions,
  onItems: (items: readonly Item[]) => void,
): Promise<void> {
  const { keys, keysPerRequest = KEYS_PER_REQUEST } = options;
  const limit = pLimit(PARALLEL_REQUESTS);
  const chunks: Promise<void>[] = [];
  for (let start = 0; start < keys.length; start += keysPerRequest) {
    const chunk = keys.slice(start, start + keysPerRequest);
    chunks.push(limit(() => getChunk(options, chunk, onItems)));
  }
  await Promise.all(chunks);
}

async function getChunk(
  options: BatchOptions,
  keys: Item[],
  onItems: (items: readonly Item[]) => void,
): Promise<void> {
  const { reader, clock, role, projection, signal } = options;
  let pending = keys;
  let idle = 0;
  for (;;) {
    const page = await reader.batchGet(role, pending, projection, signal);
    onItems(page.items);
    if (page.unprocessed.length === 0) return;
    idle = page.unprocessed.length === pending.length ? idle + 1 : 0;
    pending = page.unprocessed;
    if (idle >= MAX_IDLE_ROUNDS)
      throw appFailure(
        'throttled',
        `DynamoDB left ${String(pending.length)} keys of ${reader.tables[role]} unprocessed.`,
        'It is retried at the next sync; raise the table\u2019s capacity if it persists.',
      );
    await clock.sleep(backoff(idle), signal);
  }
}

/** Milliseconds, doubled each time, half of it random so that requests do not come in step. */
function backoff(round: number): number {
  const full = Math.min(BACKOFF_LIMIT_MS, BACKOFF_BASE_MS * 2 ** round);
  return full / 2 + (Math.random() * full) / 2;
}
