import type { RegistryEntry } from '../../contract/records.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { registrySegments, scanRegistry } from '../remote/registry.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { FollowedHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import { hoursOfSilence, isSilent } from './plan.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** Seconds that a host which came back is given to upload what it kept, before its silence is looked at again. */
const DRAIN_TIME_S = 5 * MINUTE_S;

/** Reads the registry into the store, page by page. Returns the names in it. Throws `AppFailure`. */
export async function readRegistry(
  runtime: SourceRuntime,
  reader: DynamoSource,
  signal: AbortSignal,
): Promise<Set<string>> {
  const names = new Set<string>();
  const now = nowSeconds(runtime.clock);
  const own = new Map<string, number>();
  // What is known of the fleet tells how large its registry is.
  const segments = registrySegments(runtime.store.hosts.countOf(runtime.config.id));
  const pages = scanRegistry(reader, now, { signal, segments, leaps: runtime.registryLeaps });
  for await (const { entries, bad, own: found } of pages) {
    signal.throwIfAborted();
    for (const { hostname } of entries) names.add(hostname);
    for (const { key } of bad) names.add(key);
    applyRegistry(runtime, entries, now);
    if (bad.length > 0) runtime.noteBadItems(bad);
    for (const [name, version] of found) own.set(name, version);
  }
  runtime.ownRows = own;
  return names;
}

/** Stores rows of the registry; `now` in Unix seconds. */
export function applyRegistry(
  runtime: SourceRuntime,
  entries: readonly RegistryEntry[],
  now: number,
): void {
  const { store, config } = runtime;
  store.write(() => {
    for (const entry of entries) {
      const ref = { sourceId: config.id, hostname: entry.hostname };
      const before = store.hosts.follow(ref);
      const id = before?.id ?? store.hosts.ensure(ref);
      store.hosts.applyRegistry(id, entry, now);
      if (before !== null) noteSilence(runtime, before, entry.lastSeen, now);
    }
  });
}

/** A host that reports again after a silence may have kept samples: they are looked for over that silence. */
function noteSilence(
  { store }: SourceRuntime,
  before: FollowedHost,
  lastSeen: number | null,
  now: number,
): void {
  const since = before.silentSince;
  const seen = Math.max(lastSeen ?? 0, lastSeenOf(before) ?? 0);
  if (isSilent({ ...before, registrySeen: seen }, now)) {
    if (since === null) store.hosts.setSilentSince(before.id, seen);
    return;
  }
  if (since === null) return;
  store.hosts.setSilentSince(before.id, null);
  for (const hour of hoursOfSilence(since, seen))
    store.rechecks.addSoon(before.id, hour, now + DRAIN_TIME_S);
}
