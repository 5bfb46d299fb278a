import { AppFailure } from '../../contract/errors.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { queryBatches } from '../remote/legacy.ts';
import type { StoredHost } from '../store/host-row.ts';
import { ON_DEMAND_RATE } from './legacy-budget.ts';
import type { UnreadUploads } from '../store/legacy-coverage.ts';
import { applyWithin } from './legacy-apply.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** Whether a scan of a legacy table without index may cost more than the budget of the settings. */
export type LegacyScanConsent = 'within-budget' | 'at-any-cost';

/** What may be unread of a host's legacy batches uploaded in `[from, to)` (Unix seconds), or null. */
export function unreadIn(
  runtime: SourceRuntime,
  host: StoredHost,
  from: number,
  to: number,
): UnreadUploads | null {
  if (runtime.stored.tables.legacy !== 'active') return null;
  const unread = runtime.unreadOf(host);
  return unread === null || unread.to <= from || (unread.from ?? 0) >= to ? null : unread;
}

/**
 * Reads what is missing of a host's legacy batches uploaded since `from` (Unix seconds): by the index, or by a scan of
 * the table that serves all its hosts. Resolves when it is stored, or at once where nothing is missing or the scan is
 * not allowed. Throws `AppFailure`.
 */
export async function fetchLegacy(
  runtime: SourceRuntime,
  { id }: StoredHost,
  from: number,
  consent: LegacyScanConsent,
): Promise<void> {
  const { store, clock, tableInfo, legacyHistory, connected } = runtime;
  const host = store.read(() => store.hosts.byId(id));
  if (host === null || !connected) return;
  const unread = unreadIn(runtime, host, from, Infinity);
  if (unread === null) return;
  const reader = await runtime.reader();
  if (tableInfo.legacy.index === 'active') {
    const since = Math.max(from, unread.from ?? 0);
    const range = { hostname: host.hostname, since, until: unread.to };
    const { records, bad } = await queryBatches(reader, clock, range);
    if (bad.length > 0) runtime.noteBadItems(bad);
    const added = store.write(() => {
      store.hosts.setLegacyCoverage(id, since, host.legacyGapFrom);
      return applyWithin(runtime, records, nowSeconds(clock));
    });
    if (added > 0) runtime.onStored();
    return;
  }
  if (consent === 'at-any-cost') legacyHistory.start(reader, ON_DEMAND_RATE);
  else legacyHistory.startIfAffordable(reader, true);
  await legacyHistory.whenDone();
  const { error } = legacyHistory.status();
  if (error !== null) throw new AppFailure(error);
}
