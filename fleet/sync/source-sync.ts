import { AppFailure, type AppError, type ErrorCode } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import type { TableRole } from '../../contract/tables.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { getMinutes, type MinuteKey } from '../remote/minutes.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { KnownRange } from '../store/blocks.ts';
import type { FollowedHost } from '../store/host-row.ts';
import { FORGOTTEN_PER_SYNC } from './forget-hosts.ts';
import { BackfillPlan } from './backfill-plan.ts';
import { knownAfterAsking, minutesToAsk } from './plan.ts';
import { discover } from './discover.ts';
import { readLegacy } from './legacy-sync.ts';
import { readRegistry } from './registry-sync.ts';
import type { SourceRuntime } from './source-runtime.ts';

/** What ends a sync at once: no other table could be read, or nothing of it could be stored. */
const ENDING: ReadonlySet<ErrorCode> = new Set([
  'network',
  'no-credentials',
  'sign-in-needed',
  'mfa-needed',
  'credentials-rejected',
  'aborted',
  'disk-full',
  'store-busy',
  'store-damaged',
]);
/** Hours looked at again in one sync. */
const RECHECKS_PER_SYNC = 500;

/** One sync of one source. */
export interface SourceSyncOptions {
  runtime: SourceRuntime;
  /** Whether a person asked: then missing tables are looked for at once. */
  byUser: boolean;
  signal: AbortSignal;
}

/** What the sync of a source brought. */
export interface SourceSyncResult {
  newSamples: number;
}

/**
 * One sync of one source: tables, registry, new minutes, then hours to backfill in the background. A part that fails
 * leaves the others standing; the first error is thrown at the end. Throws `AppFailure`.
 */
export async function syncSource(options: SourceSyncOptions): Promise<SourceSyncResult> {
  const { runtime, byUser, signal } = options;
  const { clock, stored } = runtime;
  const startedAt = nowSeconds(clock);
  stored.lastAttemptAt = startedAt;
  const reader = await runtime.reader();
  await runtime.lookAtTables(reader, byUser, signal);
  const errors: AppError[] = [];
  const registryRead = await part(runtime, 'registry', errors, () =>
    readRegistry(runtime, reader, signal),
  );
  signal.throwIfAborted();
  await discover(runtime, reader, { registryRead: registryRead !== null, byUser, errors, signal });
  // Before v2, so that a host of the legacy table is known for one.
  const legacySamples = await part(runtime, 'legacy', errors, () =>
    readLegacy(runtime, reader, signal),
  );
  signal.throwIfAborted();
  // In the background: nothing of the screen waits for it, and its failure is a state of its own.
  runtime.functionTable.startIfDue(reader, byUser);
  const newSamples = await part(runtime, 'system', errors, () =>
    readMinutes(
      { runtime, reader, registryRead: registryRead !== null, signal },
      runtime.store.hosts.followed(runtime.config.id),
    ),
  );
  signal.throwIfAborted();
  if (runtime.isReadable('system')) planBackfill(runtime, reader);
  const [first] = errors;
  if (first !== undefined) throw new AppFailure(first);
  const isMissing = runtime.stored.tables.registry === 'missing';
  runtime.registered = registryRead ?? (isMissing ? new Set<string>() : null);
  await runtime.forgetSilent(reader, runtime.forgetDays, FORGOTTEN_PER_SYNC, signal);
  // What was read is at least as new as this; the machine may have slept in between.
  stored.lastSyncedAt = startedAt;
  return { newSamples: (newSamples ?? 0) + (legacySamples ?? 0) };
}

/** Runs one table's part; a missing table is a state, any other failure is kept for the end. */
export async function part<T>(
  runtime: SourceRuntime,
  role: TableRole,
  errors: AppError[],
  work: () => Promise<T>,
): Promise<T | null> {
  if (!runtime.isReadable(role)) return null;
  try {
    const value = await work();
    runtime.setTable(role, 'active');
    return value;
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    const { code } = error.error;
    if (code === 'table-missing') {
      runtime.setTable(role, 'missing');
      return null;
    }
    if (ENDING.has(code)) throw error;
    runtime.setTable(role, code === 'access-denied' ? 'denied' : 'failing');
    // A policy for a fleet without the legacy layout need not grant its table.
    if (role !== 'legacy' || code !== 'access-denied') errors.push(error.error);
    return null;
  }
}

/** Where the newest minutes of hosts are read. */
export interface MinutesOptions {
  runtime: SourceRuntime;
  reader: DynamoSource;
  /** Whether the registry says up to when the hosts have samples. */
  registryRead: boolean;
  signal: AbortSignal;
}

/** Reads the newest minutes of these hosts into the store. Returns how many are new. Throws `AppFailure`. */
export async function readMinutes(
  { runtime, reader, registryRead, signal }: MinutesOptions,
  hosts: readonly FollowedHost[],
): Promise<number> {
  const now = nowSeconds(runtime.clock);
  const asked: { host: FollowedHost; range: KnownRange }[] = [];
  const keys: MinuteKey[] = [];
  for (const host of hosts) {
    const range = minutesToAsk(host, now, registryRead);
    if (range === null) continue;
    asked.push({ host, range });
    for (let minute = range.from; minute < range.to; minute += MINUTE_S)
      keys.push({ hostname: host.hostname, minute });
  }
  if (keys.length === 0) return 0;
  const { samples, bad } = await getMinutes(reader, runtime.clock, keys, signal);
  signal.throwIfAborted();
  const added = applyMinutes(runtime, asked, samples, now);
  if (bad.length > 0) runtime.noteBadItems(bad);
  return added;
}

/** Stores the answer of one poll in one transaction. Returns how many minutes are new. */
export function applyMinutes(
  { store }: Pick<SourceRuntime, 'store'>,
  asked: readonly { host: FollowedHost; range: KnownRange }[],
  samples: readonly Sample[],
  now: number,
): number {
  const byHost = Map.groupBy(samples, ({ hostname }) => hostname);
  return store.write(() => {
    let added = 0;
    for (const { host, range } of asked) {
      const found = byHost.get(host.hostname) ?? [];
      const newest = found.reduce((latest, { minute }) => Math.max(latest, minute), 0);
      const joins = host.polledThrough !== null && host.polledThrough >= range.from;
      const known = joins ? knownAfterAsking(range, newest === 0 ? null : newest, now) : null;
      if (found.length === 0 && known === null) continue;
      added += store.record({
        host: host.id,
        layout: 'v2',
        records: found.map((sample) => ({ sample })),
        now,
        ...(known === null ? {} : { known }),
      });
      if (known !== null) store.hosts.setPolledThrough(host.id, known.to);
    }
    return added;
  });
}

/** Queues what the blocks lack, and what is due to be looked at again. */
function planBackfill(runtime: SourceRuntime, reader: DynamoSource): void {
  const { store, config, clock } = runtime;
  const now = nowSeconds(clock);
  const hosts = store.hosts.followed(config.id);
  const plan = new BackfillPlan(runtime);
  const tasks = store.write(() => plan.first(hosts));
  const names = new Map(hosts.map(({ id, hostname }) => [id, hostname]));
  for (const recheck of store.rechecks.due(config.id, now, RECHECKS_PER_SYNC)) {
    const hostname = names.get(recheck.host);
    if (hostname !== undefined)
      tasks.push({ host: recheck.host, hostname, hour: recheck.hour, recheck });
  }
  if (tasks.length > 0) runtime.backfill.follow(reader, tasks, plan);
}
