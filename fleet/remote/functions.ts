import type { FunctionRun } from '../../contract/functions.ts';
import type { Item } from '../../contract/records.ts';
import { LEGACY_INDEX } from '../../contract/tables.ts';
import type { Clock } from '../../platform/clock.ts';
import type { BadItem } from '../store/sources.ts';
import { batchGetAll } from './batches.ts';
import { projectionOf, startingAt, type DynamoSource, type Page } from './dynamo-source.ts';
import { AHEAD, decodeFunctionRun } from './functions-decode.ts';

/** The attributes of a run that are read. */
export const RUN_PROJECTION = projectionOf(['id', 'session_id', 'timestamp', 'hostname', 'data']);
/** What a scan reads that looks for new items. */
export const ID_PROJECTION = projectionOf(['id']);

/** Items decoded: runs, and what made no sense. `ids` are of those that need not be read again. */
export interface FunctionItems {
  runs: FunctionRun[];
  bad: BadItem[];
  ids: number[];
}

/** Decodes items of the library's table; `now` in Unix seconds. */
export function decodeFunctionItems(items: readonly Item[], now: number): FunctionItems {
  const found: FunctionItems = { runs: [], bad: [], ids: [] };
  for (const item of items) {
    const id = idOf(item);
    const { run, problems } = decodeFunctionRun(item, now);
    const [problem] = problems;
    if (id !== null && problem !== AHEAD) found.ids.push(id);
    if (run !== null) found.runs.push(run);
    if (problem !== undefined)
      found.bad.push({ role: 'functions', key: String(item['id']), problem });
  }
  return found;
}

/** The id of an item, or null where it can name none. */
export function idOf(item: Item): number | null {
  const { id } = item as { id?: unknown };
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}

/** Items of the library's table by their ids. Throws `AppFailure`. */
export function getFunctionItems(
  reader: DynamoSource,
  clock: Clock,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Item[]> {
  return batchGetAll({
    reader,
    clock,
    role: 'functions',
    keys: [...new Set(ids)].map((id) => ({ id })),
    // Of 400 KB each, the largest, their answer stays within DynamoDB's 16 MB.
    keysPerRequest: 20,
    projection: RUN_PROJECTION,
    signal,
  });
}

/** A page of a host's ids by the index, uploaded since `since` (Unix seconds). Throws `AppFailure`. */
export function queryFunctionIds(
  reader: DynamoSource,
  { hostname, since }: { hostname: string; since: number },
  start: Item | undefined,
  signal: AbortSignal,
): Promise<Page> {
  return reader.query(
    'functions',
    {
      IndexName: LEGACY_INDEX,
      KeyConditionExpression: '#hostname = :hostname AND #timestamp >= :since',
      ProjectionExpression: '#id',
      ExpressionAttributeNames: { '#hostname': 'hostname', '#timestamp': 'timestamp', '#id': 'id' },
      ExpressionAttributeValues: { ':hostname': hostname, ':since': since },
      ...startingAt(start),
    },
    signal,
  );
}
