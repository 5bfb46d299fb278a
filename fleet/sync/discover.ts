import { AppFailure, type AppError } from '../../contract/errors.ts';
import { DAY_S, HOUR_S, MINUTE_S, isWithin } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { discoverLegacy, discoverV2, type NewestSamples } from '../remote/discovery.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { SEEN_IN } from '../store/minute.ts';
import { estimateScan } from './legacy-budget.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** When a source's hosts are looked for by scanning, and where failures are collected. */
export interface DiscoverOptions {
  registryRead: boolean;
  byUser: boolean;
  errors: AppError[];
  signal: AbortSignal;
}

/** A larger legacy table is not scanned unasked: `readLegacyHistory` does, with its cost shown before. */
const UNASKED_LEGACY_BYTES = 256 * 1024 * 1024;
/** Above this size the v2 table is scanned for hosts once a day at most, and no sync waits for it. */
const SMALL_TABLE_BYTES = 256 * 1024 * 1024;
/** Seconds' worth of a provisioned table's reads that an unasked scan may take at once. */
const PROVISIONED_SECONDS = 15;

/**
 * Looks for hosts that no registry names, by scanning: the v2 table where there is no registry, or where a scan costs
 * little (docs/decisions/0016-hosts-that-no-registry-names.md), and the markers of the legacy table, whose writers may
 * predate the registry. Failures go to `errors`; only an abort is thrown.
 */
export async function discover(
  runtime: SourceRuntime,
  reader: DynamoSource,
  options: DiscoverOptions,
): Promise<void> {
  const { stored, clock } = runtime;
  const { errors, signal, registryRead } = options;
  const now = nowSeconds(clock);
  if (!isDue(runtime, options, now)) return;
  const passes: Promise<void>[] = [];
  if (runtime.isReadable('system')) {
    const isAlone = !registryRead && isWithoutRegistry(runtime);
    if (isAlone && !isLarge(runtime)) passes.push(discoverSystem(runtime, reader, now, signal));
    else if (isAlone || (registryRead && isAffordable(runtime)))
      runtime.inBackground(
        (ending) => discoverSystem(runtime, reader, now, ending),
        () => {
          // A search that failed has not been made: it is due again in an hour.
          runtime.stored.discoveredAt = now - DAY_S + HOUR_S;
        },
      );
  }
  if (runtime.isReadable('legacy') && mayScanLegacy(runtime))
    passes.push(discoverMarkers(runtime, reader, now, signal));
  const results = await Promise.allSettled(passes);
  signal.throwIfAborted();
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!(result.reason instanceof AppFailure)) throw result.reason;
    const { error } = result.reason;
    // The parts that read these tables for themselves report what is missing or refused.
    if (error.code !== 'table-missing' && error.code !== 'access-denied') errors.push(error);
  }
  if (results.every(({ status }) => status === 'fulfilled')) stored.discoveredAt = now;
}

function isDue(
  runtime: SourceRuntime,
  { registryRead, byUser }: DiscoverOptions,
  now: number,
): boolean {
  const { discoveredAt } = runtime.stored;
  if (discoveredAt === null) return true;
  const usual = byUser ? 10 * MINUTE_S : HOUR_S;
  return !isWithin(registryRead || isLarge(runtime) ? DAY_S : usual, discoveredAt, now);
}

/** A registry that cannot be read for the moment is no reason to scan for what it holds. */
function isWithoutRegistry({ stored }: SourceRuntime): boolean {
  const { registry } = stored.tables;
  return registry === 'missing' || registry === 'creating' || registry === 'denied';
}

function isLarge({ tableInfo }: SourceRuntime): boolean {
  return (tableInfo.system.bytes ?? 0) > SMALL_TABLE_BYTES;
}

/**
 * Beside a registry a scan is a second look: within the daily budget, and a fraction of what a provisioned table can
 * take.
 */
function isAffordable({ tableInfo, legacyBudget }: SourceRuntime): boolean {
  const { cost, units } = estimateScan(tableInfo.system);
  const { provisioned } = tableInfo.system;
  if (cost === null || units === null || cost > legacyBudget) return false;
  return provisioned === null || units <= provisioned.read * PROVISIONED_SECONDS;
}

function mayScanLegacy({ tableInfo, stored }: SourceRuntime): boolean {
  if (stored.tables.legacy === 'denied') return false;
  return (tableInfo.legacy.bytes ?? Infinity) <= UNASKED_LEGACY_BYTES;
}

/** What was found before a failure is kept: the next pass may not come for a day. */
async function discoverSystem(
  { store, config }: SourceRuntime,
  reader: DynamoSource,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const newest: NewestSamples = new Map();
  try {
    await discoverV2(reader, now, newest, signal);
  } finally {
    if (!store.closed)
      store.write(() => {
        for (const sample of newest.values()) {
          const host = store.hosts.ensure({ sourceId: config.id, hostname: sample.hostname });
          store.record({ host, layout: 'v2', records: [{ sample }], now });
        }
      });
  }
}

async function discoverMarkers(
  { store, config }: SourceRuntime,
  reader: DynamoSource,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const markers = await discoverLegacy(reader, now, signal);
  store.write(() => {
    for (const { hostname } of markers)
      store.hosts.markSeenIn(store.hosts.ensure({ sourceId: config.id, hostname }), SEEN_IN.legacy);
  });
}
