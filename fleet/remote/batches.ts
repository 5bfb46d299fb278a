import pLimit from 'p-limit';
import { appFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import type { TableRole } from '../../contract/tables.ts';
import type { Clock } from '../../platform/clock.ts';
import type { DynamoSource } from './dynamo-source.ts';

/** DynamoDB's limit of keys in one BatchGetItem. */
const KEYS_PER_REQUEST = 100;
const PARALLEL_REQUESTS = 24;
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
  const { keys, keysPerRequest = KEYS_PER_REQUEST } = options;
  const limit = pLimit(PARALLEL_REQUESTS);
  const chunks: Promise<Item[]>[] = [];
  for (let start = 0; start < keys.length; start += keysPerRequest) {
    const chunk = keys.slice(start, start + keysPerRequest);
    chunks.push(limit(() => getChunk(options, chunk)));
  }
  return (await Promise.all(chunks)).flat();
}

async function getChunk(options: BatchOptions, keys: Item[]): Promise<Item[]> {
  const { reader, clock, role, projection, signal } = options;
  const items: Item[] = [];
  let pending = keys;
  let idle = 0;
  for (;;) {
    const page = await reader.batchGet(role, pending, projection, signal);
    for (const item of page.items) items.push(item);
    if (page.unprocessed.length === 0) return items;
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
