import { OWN_ROWS, isOwnRow } from '../../contract/hostname.ts';
import { decodeRegistryItem, type Item, type RegistryEntry } from '../../contract/records.ts';
import type { Clock } from '../../platform/clock.ts';
import type { BadItem } from '../store/sources.ts';
import { batchGetAll } from './batches.ts';
import { projectionOf, startingAt, type DynamoSource } from './dynamo-source.ts';
import { allPages } from './pages.ts';

const PROJECTION = projectionOf([
  'hostname',
  'last_seen',
  'first_seen',
  'cpu_percent',
  'memory_percent',
  'active',
  'removed_at',
  'platform',
  'os',
  'arch',
  'cpu_model',
  'cpu_count',
  'memory_total_mb',
  'collector',
  'version',
]);

/** A page of the registry: hosts, the items that could not be decoded, and the rows that are no hosts. */
export interface RegistryPage {
  entries: RegistryEntry[];
  bad: BadItem[];
  /** Versions of this project's own rows by their names; NaN where it is no number. */
  own: Map<string, number>;
}

/** The registry, page by page until the last; `now` in Unix seconds. Throws `AppFailure`. */
export async function* scanRegistry(
  reader: DynamoSource,
  now: number,
  signal?: AbortSignal,
): AsyncGenerator<RegistryPage> {
  const pages = allPages((start) =>
    reader.scan('registry', { ...PROJECTION, ...startingAt(start) }, signal),
  );
  for await (const page of pages) {
    yield decodePage(page.items, now);
  }
}

/** The registry's row of one host, by its key. Throws `AppFailure`. */
export async function getRegistryRow(
  reader: DynamoSource,
  clock: Clock,
  hostname: string,
  signal: AbortSignal,
): Promise<RegistryPage> {
  const items = await batchGetAll({
    reader,
    clock,
    role: 'registry',
    keys: [{ hostname }],
    projection: PROJECTION,
    signal,
  });
  return decodePage(items, clock.now() / 1000);
}

function decodePage(items: readonly Item[], now: number): RegistryPage {
  const result: RegistryPage = { entries: [], bad: [], own: new Map() };
  for (const item of items) {
    const { hostname, version } = item;
    if (isOwnRow(hostname)) {
      const number = typeof version === 'number' ? version : NaN;
      result.own.set(String(hostname).slice(OWN_ROWS.length), number);
      continue;
    }
    const decoded = decodeRegistryItem(item, now);
    if ('value' in decoded) result.entries.push(decoded.value);
    else
      result.bad.push({
        role: 'registry',
        key: String(item['hostname']),
        problem: decoded.problem,
      });
  }
  return result;
}
