import { decodeRegistryItem, type RegistryEntry } from '../../contract/records.ts';
import type { BadItem } from '../store/sources.ts';
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
]);

/** A page of the registry: hosts, and the items that could not be decoded. */
export interface RegistryPage {
  entries: RegistryEntry[];
  bad: BadItem[];
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
    const result: RegistryPage = { entries: [], bad: [] };
    for (const item of page.items) {
      const decoded = decodeRegistryItem(item, now);
      if ('value' in decoded) result.entries.push(decoded.value);
      else
        result.bad.push({
          role: 'registry',
          key: String(item['hostname']),
          problem: decoded.problem,
        });
    }
    yield result;
  }
}
