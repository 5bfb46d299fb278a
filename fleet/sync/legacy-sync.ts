import pLimit from 'p-limit';
import { MINUTE_S, isWithin } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { toMinutes } from '../remote/legacy-minutes.ts';
import {
  getBatches,
  getMarkers,
  queryBatches,
  type LegacyItems,
  type LegacyMarker,
  type LegacyRecord,
} from '../remote/legacy.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { StoredHost } from '../store/hosts.ts';
import { SEEN_IN } from '../store/minute.ts';
import { FIRST_BACKFILL_S, isSilent } from './plan.ts';
import type { SourceRuntime } from './source-runtime.ts';

const PARALLEL_QUERIES = 16;
/** Seconds between looks for markers of hosts that have never written the legacy layout. */
const SWEEP_EVERY_S = 10 * MINUTE_S;

/**
 * Reads what the legacy table has that is new: the markers of its hosts, then the batches that they name, or by the
 * index all that were uploaded since. Answers the number of new minutes. Throws `AppFailure`.
 */
export async function readLegacy(
  runtime: SourceRuntime,
  reader: DynamoSource,
  signal: AbortSignal,
): Promise<number> {
  const { store, clock, config } = runtime;
  const now = nowSeconds(clock);
  const hosts = store.hosts.ofSource(config.id);
  const sweep = !isWithin(SWEEP_EVERY_S, runtime.sweptAt, now);
  const asked = hosts.filter((host) => sweep || isLegacy(host) || isSilent(host, now));
  if (asked.length === 0) return 0;
  const markers = await getMarkers(
    reader,
    clock,
    asked.map(({ hostname }) => hostname),
    signal,
  );
  signal.throwIfAborted();
  if (sweep) runtime.sweptAt = now;
  const byName = new Map(hosts.map((host) => [host.hostname, host]));
  const moved = markers.markers.flatMap((marker) => {
    const host = byName.get(marker.hostname);
    return host !== undefined && marker.latestId > (host.legacyRecord ?? 0)
      ? [{ marker, host }]
      : [];
  });
  const found = await fetchMoved(runtime, reader, moved, signal);
  signal.throwIfAborted();
  const bad = [...markers.bad, ...found.bad];
  if (bad.length > 0) runtime.noteBadItems(bad);
  return applyRecords(runtime, found.records, now);
}

async function fetchMoved(
  runtime: SourceRuntime,
  reader: DynamoSource,
  moved: readonly { marker: LegacyMarker; host: StoredHost }[],
  signal: AbortSignal,
): Promise<Pick<LegacyItems, 'records' | 'bad'>> {
  const { clock } = runtime;
  if (moved.length === 0) return { records: [], bad: [] };
  if (!runtime.tableInfo.legacy.indexed)
    return getBatches(
      reader,
      clock,
      moved.map(({ marker }) => marker.latestId),
      signal,
    );
  const limit = pLimit(PARALLEL_QUERIES);
  const firstSince = nowSeconds(clock) - FIRST_BACKFILL_S;
  const found = await Promise.all(
    moved.map(({ host }) =>
      limit(() =>
        queryBatches(reader, clock, host.hostname, host.legacySeen ?? firstSince, signal),
      ),
    ),
  );
  return {
    records: found.flatMap(({ records }) => records),
    bad: found.flatMap(({ bad }) => bad),
  };
}

/** Stores the samples of batches, each batch once. Answers the number of new minutes. */
export function applyRecords(
  { store, config }: Pick<SourceRuntime, 'store' | 'config'>,
  records: readonly LegacyRecord[],
  now: number,
): number {
  if (records.length === 0) return 0;
  return store.write(() => applyWithin({ store, config }, records, now));
}

/** As `applyRecords`, within a transaction of the caller's. */
export function applyWithin(
  { store, config }: Pick<SourceRuntime, 'store' | 'config'>,
  records: readonly LegacyRecord[],
  now: number,
): number {
  let added = 0;
  for (const [hostname, ofHost] of Map.groupBy(records, (record) => record.hostname)) {
    const host = store.hosts.ensure({ sourceId: config.id, hostname });
    const fresh = ofHost.filter(({ id }) => store.legacy.isNew(host, id));
    for (const { uploadedAt, id } of fresh) store.hosts.noteLegacyBatch(host, uploadedAt, id);
    const samples = fresh.flatMap((record) => record.samples);
    if (samples.length === 0) continue;
    added += store.record({ host, layout: 'legacy', records: toMinutes(hostname, samples), now });
  }
  return added;
}

function isLegacy(host: StoredHost): boolean {
  return (host.layouts & SEEN_IN.legacy) !== 0;
}
