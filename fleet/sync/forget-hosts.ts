import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HostRef } from '../../contract/host.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { TableRole } from '../../contract/tables.ts';
import { DAY_S } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { getMarkers } from '../remote/legacy.ts';
import type { StoredHost } from '../store/host-row.ts';
import { SEEN_IN } from '../store/minute.ts';
import type { FleetStore } from '../store/store.ts';

/** Hosts that one sync forgets: some milliseconds each. */
export const FORGOTTEN_PER_SYNC = 200;

/** The source whose hosts are looked at. */
interface ForgettingSource {
  readonly store: FleetStore;
  readonly config: SourceConfig;
  readonly clock: Clock;
  isReadable(role: TableRole): boolean;
}

/** Which hosts of a source are in none of its tables any more. */
export interface GoneOptions {
  /** Names in the registry, as just read; empty where there is no registry. */
  registered: ReadonlySet<string>;
  /** Days without a sign of life. */
  silentDays: number;
  signal: AbortSignal;
}

/** The hosts to forget. */
export interface ForgetOptions extends GoneOptions {
  /** At most so many. */
  most: number;
}

/**
 * Forgets hosts of a source that are silent for that long and that neither its registry nor a marker of its legacy table names:
 * their rows in the local store, each host in a transaction of its own. Nothing is deleted remotely. Returns them. Throws
 * `AppFailure`.
 */
export async function forgetHosts(
  runtime: ForgettingSource,
  reader: DynamoSource,
  options: ForgetOptions,
): Promise<HostRef[]> {
  const { store } = runtime;
  const forgotten: HostRef[] = [];
  for (const host of await goneHosts(runtime, reader, options)) {
    if (forgotten.length >= options.most) break;
    // A thread that serves windows has more to do.
    await nextTurn();
    options.signal.throwIfAborted();
    if (store.write(() => store.forget(host.id)))
      forgotten.push({ sourceId: host.sourceId, hostname: host.hostname });
  }
  return forgotten;
}

/** The hosts that `forgetHosts` would forget. Throws `AppFailure`. */
export async function goneHosts(
  runtime: ForgettingSource,
  reader: DynamoSource,
  { registered, silentDays, signal }: GoneOptions,
): Promise<StoredHost[]> {
  const { store, config, clock } = runtime;
  const now = store.trustedTime(nowSeconds(clock));
  const silent = store.hosts
    .silentBefore(config.id, now - silentDays * DAY_S)
    .filter(({ hostname }) => !registered.has(hostname));
  const legacy = silent.filter(({ layouts }) => (layouts & SEEN_IN.legacy) !== 0);
  // A table that is not there names nobody.
  if (legacy.length === 0 || !runtime.isReadable('legacy')) return silent;
  const names = legacy.map(({ hostname }) => hostname);
  const { markers } = await getMarkers(reader, clock, names, signal);
  const marked = new Set(markers.map(({ hostname }) => hostname));
  return silent.filter(({ hostname }) => !marked.has(hostname));
}
