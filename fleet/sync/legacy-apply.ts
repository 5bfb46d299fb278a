import { toMinutes } from '../remote/legacy-minutes.ts';
import type { LegacyRecord } from '../remote/legacy.ts';
import { timesOf } from './legacy-watch.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { FleetStore } from '../store/store.ts';

/** Where the samples go: the hosts of one source in the store. */
interface Target {
  store: FleetStore;
  config: SourceConfig;
}

/** Stores the samples of batches, each batch once. Returns the number of new minutes. */
export function applyRecords(
  { store, config }: Target,
  records: readonly LegacyRecord[],
  now: number,
): number {
  if (records.length === 0) return 0;
  return store.write(() => applyWithin({ store, config }, records, now));
}

/** As `applyRecords`, within a transaction of the caller's. */
export function applyWithin(
  { store, config }: Target,
  records: readonly LegacyRecord[],
  now: number,
): number {
  let added = 0;
  for (const [hostname, ofHost] of Map.groupBy(records, (record) => record.hostname)) {
    const host = store.hosts.ensure({ sourceId: config.id, hostname });
    const fresh = ofHost.filter(({ id }) => store.legacy.isNew(host, id));
    for (const record of fresh) {
      const { uploadedAt, id } = record;
      const endsAt = timesOf(record)?.last ?? 0;
      store.hosts.noteLegacyBatch(host, { uploadedAt, recordId: id, endsAt }, now);
    }
    const samples = fresh.flatMap((record) => record.samples);
    if (samples.length === 0) continue;
    const records = toMinutes(hostname, samples, store.hosts.byId(host)?.facts.cpuCount);
    added += store.record({ host, layout: 'legacy', records, now });
  }
  return added;
}
