import { HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import { SEEN_IN } from '../store/minute.ts';
import type { Grid } from '../store/series-reader.ts';
import type { SourceReading } from '../store/sources.ts';
import type { FleetStore } from '../store/store.ts';
import { HOUR_LENGTH } from '../store/series-codec.ts';
import { unreadOf } from '../store/legacy-coverage.ts';

/** Unix seconds, `to` not included. */
interface Span {
  from: number;
  to: number;
}

/** What decides which hosts are unread when. */
export interface UnreadOptions {
  store: FleetStore;
  hosts: readonly StoredHost[];
  /** Null: the source is not configured. */
  reading: (sourceId: string) => SourceReading | null;
  /** Unix seconds. */
  now: number;
}

/**
 * The hosts not read, by step: they may have been online then. Each counts for the times before the
 * first hour that was asked for, for hours that are still to be fetched, for legacy uploads that were never read, and
 * from the last reading of its source on. This machine, whose samples come from its own collector, never does.
 */
export function countUnread(options: UnreadOptions, { start, step, count }: Grid): Float32Array {
  const { store, hosts, reading, now } = options;
  const range = { from: start, to: start + count * step };
  const readings = new Map<string, SourceReading | null>();
  const scanned = new Map<string, number | null>();
  /** Hosts that become unread at a step, less those that no longer are. */
  const changes = new Int32Array(count + 1);
  for (const host of hosts) {
    const { sourceId } = host;
    if ((host.layouts & SEEN_IN.local) !== 0) continue;
    if (!readings.has(sourceId)) {
      readings.set(sourceId, reading(sourceId));
      scanned.set(sourceId, store.legacy.coverage(sourceId).scannedThrough);
    }
    const found = readings.get(sourceId) ?? null;
    if (found === null) continue;
    const spans = [
      ...unreadV2(store, host, found, range),
      ...unreadLegacy(host, found, scanned.get(sourceId) ?? null, now),
      { from: readUntil(found), to: Infinity },
    ];
    for (const { from, to } of joined(spans, range)) {
      const first = Math.floor((from - start) / step);
      const end = Math.min(count, Math.ceil((to - start) / step));
      changes[first] = (changes[first] ?? 0) + 1;
      changes[end] = (changes[end] ?? 0) - 1;
    }
  }
  let unread = 0;
  return Float32Array.from({ length: count }, (_, index) => (unread += changes[index] ?? 0));
}

/** What a source that is not connected shows is as of its last reading, if it ever had one. */
function readUntil({ connected, lastSyncedAt }: SourceReading): number {
  return lastSyncedAt ?? (connected ? 0 : Infinity);
}

/** Times before the first hour that was asked for, and hours that a sync has still to fetch. */
function unreadV2(
  store: FleetStore,
  host: StoredHost,
  reading: SourceReading,
  range: Span,
): Span[] {
  const { wantedFrom, syncedThrough, firstSeen } = host;
  if ((host.layouts & SEEN_IN.v2) === 0 || wantedFrom === null) return [];
  const spans: Span[] = [{ from: firstSeen ?? wantedFrom, to: wantedFrom }];
  const last = Math.min((lastSeenOf(host) ?? 0) + MINUTE_S, readUntil(reading), range.to);
  const from = Math.max(hourOf(range.from), syncedThrough ?? wantedFrom);
  const to = hourOf(last);
  if (from >= to) return spans;
  const known = store.blocks.known(host.id, from, to);
  for (let hour = from; hour < to; hour += HOUR_S) {
    const minutes = known.get(hour) ?? 0;
    if (minutes < HOUR_LENGTH) spans.push({ from: hour + minutes * MINUTE_S, to: hour + HOUR_S });
  }
  return spans;
}

function unreadLegacy(
  host: StoredHost,
  { legacyIndexed }: SourceReading,
  scannedThrough: number | null,
  now: number,
): Span[] {
  const unread = legacyIndexed ? null : unreadOf(host, scannedThrough, now);
  if (unread === null) return [];
  // After its last sign of life a host has uploaded nothing.
  const to = Math.min(unread.to, (lastSeenOf(host) ?? unread.to) + MINUTE_S);
  return [{ from: unread.from ?? host.firstSeen ?? 0, to }];
}

/** The spans within `range`, those that touch as one, in order. */
function joined(spans: readonly Span[], range: Span): Span[] {
  const result: Span[] = [];
  const within = spans
    .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  for (const span of within) {
    const before = result.at(-1);
    if (before === undefined || span.from > before.to) result.push(span);
    else before.to = Math.max(before.to, span.to);
  }
  return result;
}
