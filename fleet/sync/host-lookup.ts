import { AppFailure, type AppError } from '../../contract/errors.ts';
import type { HostRef } from '../../contract/host.ts';
import { DAY_S, HOUR_S, hourOf } from '../../contract/time.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { nowSeconds } from '../../platform/clock.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { getMarkers } from '../remote/legacy.ts';
import { newestSample } from '../remote/minutes.ts';
import { getRegistryRow } from '../remote/registry.ts';
import { SEEN_IN } from '../store/minute.ts';
import { readMarkersOf } from './legacy-sync.ts';
import { applyRegistry } from './registry-sync.ts';
import type { SourceRuntime } from './source-runtime.ts';
import { part, readMinutes } from './source-sync.ts';

/** How far back a host is looked for in v2 that no registry names. */
const LOOKED_FOR_S = DAY_S;

/**
 * Reads what the tables have that is new of one host, by its keys, whatever the size of the fleet: its registry row,
 * its marker, its newest minutes; where it has no row, its last day of v2 is looked through. A failure becomes the
 * source's error; a source that is not connected is left alone.
 */
export async function lookUp(runtime: SourceRuntime, hostname: string): Promise<void> {
  if (!runtime.connected) return;
  const errors: AppError[] = [];
  try {
    const reader = await runtime.reader();
    const { signal } = new AbortController();
    await runtime.lookAtTables(reader, true, signal);
    await readHost({ runtime, reader, hostname, errors, signal });
  } catch (error) {
    errors.unshift(
      error instanceof AppFailure ? error.error : awsFailure(error, 'looking for a host').error,
    );
  }
  const [first] = errors;
  if (first !== undefined) runtime.error = first;
  if (!runtime.store.closed) runtime.save();
}

interface LookUp {
  runtime: SourceRuntime;
  reader: DynamoSource;
  hostname: string;
  errors: AppError[];
  signal: AbortSignal;
}

async function readHost({ runtime, reader, hostname, errors, signal }: LookUp): Promise<void> {
  const { store, clock, config } = runtime;
  const ref: HostRef = { sourceId: config.id, hostname };
  const now = nowSeconds(clock);
  const inRegistry = await part(runtime, 'registry', errors, async () => {
    const { entries, bad } = await getRegistryRow(reader, clock, hostname, signal);
    applyRegistry(runtime, entries, now);
    if (bad.length > 0) runtime.noteBadItems(bad);
    return entries.length > 0;
  });
  await part(runtime, 'legacy', errors, async () => {
    if (store.hosts.find(ref) === null) {
      const { markers } = await getMarkers(reader, clock, [hostname], signal);
      if (markers.length === 0) return;
      store.write(() => {
        store.hosts.markSeenIn(store.hosts.ensure(ref), SEEN_IN.legacy);
      });
    }
    const host = store.hosts.find(ref);
    if (host !== null) await readMarkersOf(runtime, reader, [host], signal);
  });
  await part(runtime, 'system', errors, async () => {
    if (inRegistry !== true) await readNewest({ runtime, reader, hostname, errors, signal }, now);
    const host = store.hosts.find(ref);
    if (host === null) return;
    await readMinutes({ runtime, reader, registryRead: inRegistry === true, signal }, [host]);
  });
}

async function readNewest(
  { runtime, reader, hostname, signal }: LookUp,
  now: number,
): Promise<void> {
  const { store, config } = runtime;
  const hours: number[] = [];
  for (let hour = hourOf(now); hour >= hourOf(now - LOOKED_FOR_S); hour -= HOUR_S) hours.push(hour);
  const sample = await newestSample(reader, hostname, hours, now, signal);
  if (sample === null) return;
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: config.id, hostname });
    store.record({ host, layout: 'v2', records: [{ sample }], now });
  });
}
