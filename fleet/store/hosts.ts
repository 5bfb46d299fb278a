import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { HostRef, HostLayout, HostSummary } from '../../contract/host.ts';
import {
  METRICS,
  METRIC_IDS,
  OPTIONAL_METRICS,
  REQUIRED_METRICS,
  type MetricId,
} from '../../contract/metrics.ts';
import type { CountsMount } from '../../contract/counted-mounts.ts';
import type { MetricValues } from '../../contract/metric-values.ts';
import { MAX_SEEN_AHEAD_S, type RegistryEntry } from '../../contract/records.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import { newestColumn } from './tables.ts';
import { SEEN_IN } from './minute.ts';
import { namedFields, type NewestNamed } from './newest-named.ts';
import { factsIn } from './stored-facts.ts';
import { numberOrNull, textOrNull } from './nullable.ts';

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

/** The newest of some samples of a host. */
export interface NewestSample {
  sample: Sample;
  /** The earliest minute among them. */
  oldest: number;
  /** What they name. */
  named: NewestNamed;
}

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
/** The order in which `toFollowed` reads them. */
const FOLLOWED_COLUMNS = [
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
/** The registry holds the required metrics alone. */
const COLUMNS = [
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

/** The hosts of all sources. */
export class Hosts {
  readonly #all: StatementSync;
  readonly #ofSource: StatementSync;
  readonly #countOf: StatementSync;
  readonly #find: StatementSync;
  readonly #followed: StatementSync;
  readonly #follow: StatementSync;
  readonly #silentBefore: StatementSync;
  readonly #byId: StatementSync;
  readonly #insert: StatementSync;
  readonly #registry: StatementSync;
  readonly #noted: StatementSync;
  readonly #newest: StatementSync;
  readonly #polled: StatementSync;
  readonly #seen: StatementSync;
  readonly #wanted: StatementSync;
  readonly #synced: StatementSync;
  readonly #facts: StatementSync;
  readonly #legacy: StatementSync;
  readonly #legacyAhead: StatementSync;
  readonly #coverage: StatementSync;
  readonly #legacySince: StatementSync;
  readonly #active: StatementSync;
  readonly #silent: StatementSync;

  constructor(db: DatabaseSync) {
    const select = (rest: string, columns = COLUMNS): StatementSync => {
      const statement = db.prepare(`SELECT ${columns.join(', ')} FROM host ${rest}`);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#all = select('ORDER BY id');
    this.#ofSource = select('WHERE source = ? ORDER BY id');
    this.#countOf = db.prepare('SELECT count(*) AS n FROM host WHERE source = ?');
    this.#find = select('WHERE source = ? AND hostname = ?');
    this.#followed = select('WHERE source = ? ORDER BY id', FOLLOWED_COLUMNS);
    this.#follow = select('WHERE source = ? AND hostname = ?', FOLLOWED_COLUMNS);
    const lastSeen =
      'max(coalesce(registry_seen, 0), coalesce(sample_at, 0), coalesce(legacy_seen, 0))';
    this.#silentBefore = select(
      `WHERE source = ?1 AND ${lastSeen} > 0 AND ${lastSeen} < ?2 ORDER BY id`,
    );
    this.#byId = select('WHERE id = ?');
    this.#insert = db.prepare('INSERT INTO host (source, hostname) VALUES (?, ?)');
    this.#registry = db.prepare(`
      UPDATE host SET layouts = layouts | ${String(SEEN_IN.registry)},
        first_seen = min(coalesce(first_seen, ?1), coalesce(?1, first_seen)),
        registry_seen = coalesce(?2, CASE WHEN registry_seen <= ?9 THEN registry_seen END),
        registry_cpu = ?3, registry_memory = ?4,
        active = ?5, removed_at = ?6, facts = ?7
      WHERE id = ?8`);
    this.#noted = db.prepare(`
      UPDATE host SET layouts = layouts | ?1, first_seen = min(coalesce(first_seen, ?2), ?2) WHERE id = ?3`);
    // A time that is ahead of now is one of a clock that was wrong: it is kept by no host, and whatever comes replaces it.
    this.#newest = db.prepare(`
      UPDATE host SET layouts = layouts | ?1, first_seen = min(coalesce(first_seen, ?2), ?2), sample_at = ?4,
        named_disks = coalesce(?6, named_disks), named_custom = coalesce(?7, named_custom),
        ${METRIC_IDS.map((id, index) => `${newestColumn(id)} = ?${String(index + 8)}`).join(', ')}
      WHERE id = ?3 AND (coalesce(sample_at, 0) <= ?4 OR sample_at > ?5)`);
    this.#polled = db.prepare(
      'UPDATE host SET polled_through = max(coalesce(polled_through, 0), ?) WHERE id = ?',
    );
    this.#seen = db.prepare('UPDATE host SET layouts = layouts | ? WHERE id = ?');
    this.#wanted = db.prepare(
      'UPDATE host SET wanted_from = ?1, synced_through = ?1 WHERE id = ?2 AND coalesce(wanted_from, ?1 + 1) > ?1',
    );
    this.#synced = db.prepare('UPDATE host SET synced_through = ? WHERE id = ?');
    this.#facts = db.prepare('UPDATE host SET facts = ? WHERE id = ?');
    this.#legacy = db.prepare(`
      UPDATE host SET layouts = layouts | ${String(SEEN_IN.legacy)},
        legacy_seen = max(coalesce(legacy_seen, 0), ?),
        legacy_record = max(coalesce(legacy_record, 0), ?),
        legacy_end = max(coalesce(legacy_end, 0), ?)
      WHERE id = ?`);
    // `legacy_record` is the upload in milliseconds.
    this.#legacyAhead = db.prepare(`
      UPDATE host SET legacy_seen = nullif(min(coalesce(legacy_seen, 0), ?1), ?1),
        legacy_record = nullif(min(coalesce(legacy_record, 0), ?1 * 1000), ?1 * 1000),
        legacy_end = nullif(min(coalesce(legacy_end, 0), ?1), ?1)
      WHERE source = ?2 AND (legacy_seen > ?1 OR legacy_end > ?1)`);
    this.#coverage = db.prepare(
      'UPDATE host SET legacy_whole_from = ?, legacy_gap_from = ? WHERE id = ?',
    );
    this.#legacySince = select(
      `WHERE source = ? AND (layouts & ${String(SEEN_IN.legacy)}) <> 0
         AND coalesce(legacy_seen, 0) >= ? ORDER BY id`,
    );
    this.#active = db.prepare('UPDATE host SET active = ?, removed_at = ? WHERE id = ?');
    this.#silent = db.prepare('UPDATE host SET silent_since = ? WHERE id = ?');
  }

  all(): StoredHost[] {
    return this.#all.all().map(toHost);
  }

  ofSource(sourceId: string): StoredHost[] {
    return this.#ofSource.all(sourceId).map(toHost);
  }

  /** All hosts of a source, as a sync needs them: a fifth of the columns, and so of the time. */
  followed(sourceId: string): FollowedHost[] {
    return this.#followed.all(sourceId).map(toFollowed);
  }

  /** One host, as a sync needs it. */
  follow({ sourceId, hostname }: HostRef): FollowedHost | null {
    const row = this.#follow.get(sourceId, hostname);
    return row === undefined ? null : toFollowed(row);
  }

  /** Hosts of a source whose newest sign of life is before `time` (Unix seconds). */
  silentBefore(sourceId: string, time: number): StoredHost[] {
    return this.#silentBefore.all(sourceId, time).map(toHost);
  }

  /** How many hosts a source has, removed ones included. */
  countOf(sourceId: string): number {
    return Number(this.#countOf.get(sourceId)?.['n'] ?? 0);
  }

  find({ sourceId, hostname }: HostRef): StoredHost | null {
    const row = this.#find.get(sourceId, hostname);
    return row === undefined ? null : toHost(row);
  }

  byId(id: number): StoredHost | null {
    const row = this.#byId.get(id);
    return row === undefined ? null : toHost(row);
  }

  /** The id of a host, which is made known where it is not. */
  ensure({ sourceId, hostname }: HostRef): number {
    const known = this.find({ sourceId, hostname });
    return known?.id ?? Number(this.#insert.run(sourceId, hostname).lastInsertRowid);
  }

  /** Takes over a row of the registry that was read at `now` (Unix seconds). */
  applyRegistry(id: number, entry: RegistryEntry, now: number): void {
    const { platform, os, arch, cpuModel, cpuCount, memoryTotalMb, collector } = entry;
    const facts = { platform, os, arch, cpuModel, cpuCount, memoryTotalMb, collector };
    const removedAt = parseRemovedAt(entry.removedAt);
    // By a clock that was wrong: it would hide a living host until then.
    const isToCome = removedAt !== null && removedAt > now + MAX_SEEN_AHEAD_S;
    this.#registry.run(
      entry.firstSeen,
      entry.lastSeen,
      entry.cpuPercent,
      entry.memoryPercent,
      entry.active || isToCome ? 1 : 0,
      isToCome ? null : removedAt,
      JSON.stringify(facts),
      id,
      now + MAX_SEEN_AHEAD_S,
    );
  }

  /** Takes note at `now` of the newest of some samples, and where it was seen. */
  noteSample(id: number, seen: NewestSample, seenIn: number, now: number): void {
    const { sample: newest, oldest: oldestMinute, named } = seen;
    const latest = now + MAX_SEEN_AHEAD_S;
    const isNewest =
      newest.collectedAt <= latest &&
      this.#newest.run(
        seenIn,
        oldestMinute,
        id,
        newest.collectedAt,
        latest,
        named.fileSystems,
        named.custom,
        ...METRIC_IDS.map((metric) => newest[METRICS[metric].field] ?? null),
      ).changes > 0;
    if (!isNewest) this.#noted.run(seenIn, oldestMinute, id);
  }

  setFacts(id: number, facts: HostFacts): void {
    this.#facts.run(JSON.stringify(facts), id);
  }

  markSeenIn(id: number, bits: number): void {
    this.#seen.run(bits, id);
  }

  /** Every minute before `minute`, in its hour, has been asked for. */
  setPolledThrough(id: number, minute: number): void {
    this.#polled.run(minute, id);
  }

  /** Lowers the time from which on hours are wanted. */
  wantFrom(id: number, hour: number): void {
    this.#wanted.run(hour, id);
  }

  setSyncedThrough(id: number, hour: number): void {
    this.#synced.run(hour, id);
  }

  /**
   * Takes note at `now` of a legacy batch and of the time of its newest sample (Unix seconds; 0: it has none). A clock that was
   * ahead says nothing of when the host lived.
   */
  noteLegacyBatch(
    id: number,
    batch: { uploadedAt: number; recordId: number; endsAt: number },
    now: number,
  ): void {
    const { uploadedAt, recordId, endsAt } = batch;
    const isAhead = isAheadOf(now, Math.max(uploadedAt, endsAt));
    this.#legacy.run(isAhead ? 0 : uploadedAt, isAhead ? 0 : recordId, isAhead ? 0 : endsAt, id);
  }

  /** Forgets uploads of a source's hosts that are ahead of `now`: an earlier release, or a clock of ours, took them for true. */
  forgetLegacyAhead(sourceId: string, now: number): void {
    this.#legacyAhead.run(now + MAX_SEEN_AHEAD_S, sourceId);
  }

  /** Which legacy batches of a host were read: see `StoredHost`. */
  setLegacyCoverage(id: number, wholeFrom: number, gapFrom: number | null): void {
    this.#coverage.run(wholeFrom, gapFrom, id);
  }

  /** Hosts of a source whose newest legacy upload is no older than `since` (Unix seconds). */
  ofLegacy(sourceId: string, since: number): StoredHost[] {
    return this.#legacySince.all(sourceId, since).map(toHost);
  }

  setActive(id: number, active: boolean, removedAt: number | null): void {
    this.#active.run(active ? 1 : 0, removedAt, id);
  }

  setSilentSince(id: number, since: number | null): void {
    this.#silent.run(since, id);
  }
}

/** Whether a time (Unix seconds) is one of a clock that was wrong, seen at `now`. */
export function isAheadOf(now: number, time: number): boolean {
  return time > now + MAX_SEEN_AHEAD_S;
}

/** Newest sign of life of a host in any layout, or null. */
export function lastSeenOf(host: SignsOfLife): number | null {
  const newest = Math.max(host.registrySeen ?? 0, host.sampleAt ?? 0, host.legacySeen ?? 0);
  return newest === 0 ? null : newest;
}

/** Removed from the fleet, and not heard of since. */
export function isHidden(host: StoredHost): boolean {
  if (host.active) return false;
  return host.removedAt === null || (lastSeenOf(host) ?? 0) <= host.removedAt;
}

/** The host as the overview shows it: with what it names. `counts`: which of its file systems do. */
export function toListed(host: StoredHost, counts: CountsMount): HostSummary {
  return { ...toSummary(host), ...namedFields(host.named, host.sampleAt, counts) };
}

/** The host as lists show it. */
export function toSummary(host: StoredHost): HostSummary {
  return {
    sourceId: host.sourceId,
    hostname: host.hostname,
    lastSeen: lastSeenOf(host),
    firstSeen: host.firstSeen,
    newest: newestOf(host),
    platform: host.facts.platform ?? null,
    layout: layoutOf(host.layouts),
  };
}

/** Values of the newest sample, or those in the registry where they are newer. */
function newestOf({ sampleAt, registrySeen, newest, registryNewest }: StoredHost): MetricValues {
  if (sampleAt !== null && sampleAt >= (registrySeen ?? 0)) return newest;
  const values = { ...registryNewest };
  for (const id of OPTIONAL_METRICS) {
    const value = newest[id];
    if (value !== undefined) values[id] = value;
  }
  return values;
}

function layoutOf(layouts: number): HostLayout {
  const legacy = (layouts & SEEN_IN.legacy) !== 0;
  const v2 = (layouts & SEEN_IN.v2) !== 0;
  if (legacy) return v2 ? 'both' : 'legacy';
  return (layouts & (SEEN_IN.v2 | SEEN_IN.registry)) === 0 ? 'local' : 'v2';
}

/** `removed_at` is ISO 8601 in UTC, usually without a zone suffix. */
function parseRemovedAt(text: string | null): number | null {
  if (text === null) return null;
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/u.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms / 1000;
}

function toHost(stored: unknown): StoredHost {
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

function toFollowed(stored: unknown): FollowedHost {
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
