import type { HostRef } from '../../contract/host.ts';
import type { MetricValues } from '../../contract/metric-values.ts';
import { METRIC_IDS, REQUIRED_METRICS, type MetricId } from '../../contract/metrics.ts';
import type { HostFacts } from '../../contract/sample.ts';
import type { NewestNamed } from './newest-named.ts';
import { numberOrNull, textOrNull } from './nullable.ts';
import { factsIn } from './stored-facts.ts';
import { newestColumn } from './tables.ts';

/** A host as the store knows it. Times are Unix seconds, unknown values null. */
export interface StoredHost extends HostRef {
  id: number;
  layouts: number;
  firstSeen: number | null;
  registrySeen: number | null;
  /** Values of the registry, as of `registrySeen`. */
  registryNewest: MetricValues;
  active: boolean;
  removedAt: number | null;
  facts: HostFacts;
  sampleAt: number | null;
  /** Values of the newest sample. */
  newest: MetricValues;
  named: NewestNamed;
  legacySeen: number | null;
  /** Id of the newest legacy batch read. */
  legacyRecord: number | null;
  /** Time of the newest sample of the newest legacy batch read. */
  legacyEnd: number | null;
  /** Every legacy batch uploaded since then has been read. */
  legacyWholeFrom: number | null;
  /** Legacy batches uploaded between then and `legacyWholeFrom` may be unread; null: since the table began. */
  legacyGapFrom: number | null;
  /** The first hour that must be complete. */
  wantedFrom: number | null;
  /** Every hour from `wantedFrom` up to here is complete. */
  syncedThrough: number | null;
  /** Every minute before this one, in its hour, has been asked for. */
  polledThrough: number | null;
  /** Set while the host is known to be silent: its last sign of life. */
  silentSince: number | null;
}

/** When a host gave signs of life: Unix seconds, unknown ones null. */
export type SignsOfLife = Pick<StoredHost, 'registrySeen' | 'sampleAt' | 'legacySeen'>;

/** How far a host is known, and until when it lived: what a sync decides by. */
export type FollowedHost = SignsOfLife &
  Pick<
    StoredHost,
    'id' | 'hostname' | 'layouts' | 'wantedFrom' | 'syncedThrough' | 'polledThrough' | 'silentSince'
  >;

/** The order in which `toHost` reads them; the values of metrics stand behind. */
const FIRST_COLUMNS = [
  'id',
  'source',
  'hostname',
  'layouts',
  'first_seen',
  'registry_seen',
  'active',
  'removed_at',
  'facts',
  'sample_at',
  'legacy_seen',
  'legacy_record',
  'legacy_end',
  'legacy_whole_from',
  'legacy_gap_from',
  'wanted_from',
  'synced_through',
  'polled_through',
  'silent_since',
  'named_disks',
  'named_custom',
];
/** The columns that `toFollowed` reads, in order. */
export const FOLLOWED_COLUMNS = [
  'id',
  'hostname',
  'layouts',
  'registry_seen',
  'sample_at',
  'legacy_seen',
  'wanted_from',
  'synced_through',
  'polled_through',
  'silent_since',
];
/** The columns that `toHost` reads, in order. Of the metrics, the registry has the required ones alone. */
export const COLUMNS = [
  ...FIRST_COLUMNS,
  ...REQUIRED_METRICS.map((id) => `registry_${id}`),
  ...METRIC_IDS.map(newestColumn),
];
type MetricColumns = readonly (readonly [MetricId, index: number])[];
const REGISTRY_COLUMNS = REQUIRED_METRICS.map(
  (id, index) => [id, FIRST_COLUMNS.length + index] as const,
);
const NEWEST_COLUMNS = METRIC_IDS.map(
  (id, index) => [id, FIRST_COLUMNS.length + REQUIRED_METRICS.length + index] as const,
);

/** A host from a row of `COLUMNS`. */
export function toHost(stored: unknown): StoredHost {
  const row = stored as readonly unknown[];
  return {
    id: Number(row[0]),
    sourceId: String(row[1]),
    hostname: String(row[2]),
    layouts: Number(row[3]),
    firstSeen: numberOrNull(row[4]),
    registrySeen: numberOrNull(row[5]),
    registryNewest: valuesIn(row, REGISTRY_COLUMNS),
    active: row[6] !== 0,
    removedAt: numberOrNull(row[7]),
    facts: factsIn(String(row[8])),
    sampleAt: numberOrNull(row[9]),
    newest: valuesIn(row, NEWEST_COLUMNS),
    legacySeen: numberOrNull(row[10]),
    legacyRecord: numberOrNull(row[11]),
    legacyEnd: numberOrNull(row[12]),
    legacyWholeFrom: numberOrNull(row[13]),
    legacyGapFrom: numberOrNull(row[14]),
    wantedFrom: numberOrNull(row[15]),
    syncedThrough: numberOrNull(row[16]),
    polledThrough: numberOrNull(row[17]),
    silentSince: numberOrNull(row[18]),
    named: { fileSystems: textOrNull(row[19]), custom: textOrNull(row[20]) },
  };
}

/** A host from a row of `FOLLOWED_COLUMNS`. */
export function toFollowed(stored: unknown): FollowedHost {
  const row = stored as readonly unknown[];
  return {
    id: Number(row[0]),
    hostname: String(row[1]),
    layouts: Number(row[2]),
    registrySeen: numberOrNull(row[3]),
    sampleAt: numberOrNull(row[4]),
    legacySeen: numberOrNull(row[5]),
    wantedFrom: numberOrNull(row[6]),
    syncedThrough: numberOrNull(row[7]),
    polledThrough: numberOrNull(row[8]),
    silentSince: numberOrNull(row[9]),
  };
}

function valuesIn(row: readonly unknown[], columns: MetricColumns): MetricValues {
  const values: MetricValues = {};
  for (const [id, index] of columns) {
    const value = row[index];
    if (typeof value === 'number') values[id] = value;
  }
  return values;
}
