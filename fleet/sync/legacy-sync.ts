import pLimit from 'p-limit';
import { MINUTE_S, isWithin } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import {
  getBatches,
  getMarkers,
  queryBatches,
  type LegacyItems,
  type LegacyMarker,
  type LegacyRecord,
} from '../remote/legacy.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { StoredHost } from '../store/host-row.ts';
import { isAheadOf } from '../store/host-summary.ts';
import { SEEN_IN } from '../store/minute.ts';
import { FIRST_BACKFILL_S, isSilent } from './plan.ts';
import type { SourceRuntime } from './source-runtime.ts';
import { applyWithin } from './legacy-apply.ts';

const PARALLEL_QUERIES = 16;
/** Seconds between looks for markers of hosts that have never written the legacy layout. */
const SWEEP_EVERY_S = 10 * MINUTE_S;

interface Moved {
  host: StoredHost;
  marker: LegacyMarker;
}

/**
 * Reads what the legacy table has that is new: the markers of its hosts, then the batches that they name, or by the
 * index all that were uploaded since. Returns the number of new minutes. Throws `AppFailure`.
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
  const added = await readMarkersOf(runtime, reader, asked, signal);
  if (sweep) runtime.sweptAt = now;
  return added;
}

/**
 * Reads the markers of these hosts, and the batches of those that have moved on since. Returns the number of new
 * minutes. Throws `AppFailure`.
 */
export async function readMarkersOf(
  runtime: SourceRuntime,
  reader: DynamoSource,
  hosts: readonly StoredHost[],
  signal: AbortSignal,
): Promise<number> {
  const { store, clock } = runtime;
  const now = nowSeconds(clock);
  const names = hosts.map(({ hostname }) => hostname);
  const markers = await getMarkers(reader, clock, names, signal);
  signal.throwIfAborted();
  const byName = new Map(hosts.map((host) => [host.hostname, host]));
  const moved = markers.markers.flatMap((marker): Moved[] => {
    const host = byName.get(marker.hostname);
    // Not whether it is greater: after a clock that was ahead was corrected, ids are smaller again.
    return host === undefined || marker.latestId === host.legacyRecord ? [] : [{ marker, host }];
  });
  const unread = store.read(() =>
    moved.filter(({ host, marker }) => !store.legacy.has(host.id, marker.latestId)),
  );
  const found = await fetchMoved(runtime, reader, unread, signal);
  signal.throwIfAborted();
  const bad = [...markers.bad, ...found.bad];
  if (bad.length > 0) runtime.noteBadItems(bad);
  const added = store.write(() => {
    store.hosts.forgetLegacyAhead(runtime.config.id, now);
    for (const { host, since } of found.read) noteRead(runtime, host.id, since, found.records);
    return applyWithin(runtime, found.records, now);
  });
  for (const host of hosts)
    if (isLegacy(host) || unread.some((entry) => entry.host === host))
      runtime.legacyWatch.noteLook(host.id, now);
  return added;
}

interface Fetched extends Pick<LegacyItems, 'records' | 'bad'> {
  /** Hosts whose batches were read; `since` where all uploaded since then were (Unix seconds), else null. */
  read: { host: StoredHost; since: number | null }[];
}

async function fetchMoved(
  runtime: SourceRuntime,
  reader: DynamoSource,
  moved: readonly Moved[],
  signal: AbortSignal,
): Promise<Fetched> {
  const { clock } = runtime;
  if (moved.length === 0) return { records: [], bad: [], read: [] };
  if (runtime.tableInfo.legacy.index !== 'active') {
    const ids = moved.map(({ marker }) => marker.latestId);
    const { records, bad } = await getBatches(reader, clock, ids, signal);
    return { records, bad, read: moved.map(({ host }) => ({ host, since: null })) };
  }
  const limit = pLimit(PARALLEL_QUERIES);
  const read = moved.map(({ host }) => ({ host, since: unreadSince(runtime, host) }));
  const found = await Promise.all(
    read.map(({ host, since }) =>
      limit(() => queryBatches(reader, clock, { hostname: host.hostname, since }, signal)),
    ),
  );
  return {
    records: found.flatMap(({ records }) => records),
    bad: found.flatMap(({ bad }) => bad),
    read,
  };
}

/** Where the next query of a host by the index begins: at the oldest upload that may be unread, a day back at most. */
function unreadSince(runtime: SourceRuntime, host: StoredHost): number {
  const oldest = nowSeconds(runtime.clock) - FIRST_BACKFILL_S;
  const unread = runtime.unreadOf(host);
  if (host.legacySeen === null) return oldest;
  return unread === null
    ? host.legacySeen
    : Math.min(host.legacySeen, Math.max(unread.from ?? 0, oldest));
}

/**
 * Records which batches of a host are read now, before they are stored: all since `since`, or, where that is
 * null, the newest. A newest batch that does not follow on the last one leaves a gap.
 */
function noteRead(
  runtime: SourceRuntime,
  hostId: number,
  since: number | null,
  records: readonly LegacyRecord[],
): void {
  const { store, legacyWatch } = runtime;
  const host = store.hosts.byId(hostId);
  if (host === null) return;
  if (since !== null) {
    const wholeFrom = Math.min(since, host.legacyWholeFrom ?? since);
    store.hosts.setLegacyCoverage(hostId, wholeFrom, host.legacyGapFrom);
    return;
  }
  const record = records.find(({ hostname }) => hostname === host.hostname);
  if (record === undefined || record.uploadedAt <= (host.legacySeen ?? 0)) return;
  if (isAheadOf(nowSeconds(runtime.clock), record.uploadedAt)) return;
  const { legacySeen, legacyWholeFrom, legacyGapFrom } = host;
  const follows = legacyWatch.followsOn(host, record);
  legacyWatch.learn(host, record);
  if (legacySeen !== null && follows) {
    store.hosts.setLegacyCoverage(hostId, legacyWholeFrom ?? legacySeen, legacyGapFrom);
    return;
  }
  const isWhole = runtime.unreadOf(host) === null;
  store.hosts.setLegacyCoverage(hostId, record.uploadedAt, isWhole ? legacySeen : legacyGapFrom);
}

function isLegacy(host: StoredHost): boolean {
  return (host.layouts & SEEN_IN.legacy) !== 0;
}
