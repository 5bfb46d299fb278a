import { OWN_ROWS, isOwnRow } from '../../contract/hostname.ts';
import { decodeRegistryItem, type Item, type RegistryEntry } from '../../contract/records.ts';
import type { Clock } from '../../platform/clock.ts';
import type { BadItem } from '../store/sources.ts';
import { batchGetAll } from './batches.ts';
import { projectionOf, type DynamoSource } from './dynamo-source.ts';
import { allPages } from './pages.ts';
import { RegistryLeaps, type ScanPart } from './registry-leaps.ts';

const ATTRIBUTES = [
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
];
const PROJECTION = projectionOf(ATTRIBUTES);
/** With the documents, whose size says what scans leap over. */
const SCAN_PROJECTION = projectionOf([...ATTRIBUTES, 'document']);

/** A page of the registry: hosts, the items that could not be decoded, and the rows that are no hosts. */
export interface RegistryPage {
  entries: RegistryEntry[];
  bad: BadItem[];
  /** Versions of this project's own rows by their names; NaN where it is no number. */
  own: Map<string, number>;
}

/** Rows that a page of 1 MB has room for, with some to spare. */
const ROWS_A_SEGMENT = 1500;
const MOST_SEGMENTS = 16;

/** Segments in which a registry of so many hosts is read in one round of requests. */
export function registrySegments(hosts: number): number {
  return Math.min(MOST_SEGMENTS, Math.max(1, Math.ceil(hosts / ROWS_A_SEGMENT)));
}

/**
 * The registry, page by page until the last, in some segments at the same time; `now` in Unix seconds. `leaps` has what scans of
 * this registry before have learned. Throws `AppFailure`.
 */
export async function* scanRegistry(
  reader: DynamoSource,
  now: number,
  {
    signal,
    segments = 1,
    leaps = new RegistryLeaps(),
  }: { signal?: AbortSignal; segments?: number; leaps?: RegistryLeaps } = {},
): AsyncGenerator<RegistryPage> {
  leaps.begin(segments);
  let unread = Array.from({ length: segments }, (_, segment) => {
    const part = segments === 1 ? {} : { Segment: segment, TotalSegments: segments };
    const scan = (from: ScanPart) =>
      reader.scan('registry', { ...SCAN_PROJECTION, ...part, ...from }, signal);
    return allPages(leaps.reading(segment, scan));
  });
  while (unread.length > 0) {
    const pages = await Promise.all(unread.map((segment) => segment.next()));
    unread = unread.filter((_, index) => pages[index]?.done !== true);
    for (const page of pages) if (page.done !== true) yield decodePage(page.value.items, now);
  }
  yield { entries: [], bad: [], own: leaps.end() };
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
