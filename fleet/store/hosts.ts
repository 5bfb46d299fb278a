import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { HostRef } from '../../contract/host.ts';
import { METRICS, METRIC_IDS } from '../../contract/metrics.ts';
import { MAX_SEEN_AHEAD_S, type RegistryEntry } from '../../contract/records.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import {
  COLUMNS,
  FOLLOWED_COLUMNS,
  toFollowed,
  toHost,
  type FollowedHost,
  type StoredHost,
} from './host-row.ts';
import { isAheadOf } from './host-summary.ts';
import { SEEN_IN } from './minute.ts';
import type { NewestNamed } from './newest-named.ts';
import { newestColumn } from './tables.ts';

/** The newest of some samples of a host. */
export interface NewestSample {
  sample: Sample;
  /** The earliest minute among them. */
  oldest: number;
  /** What they name. */
  named: NewestNamed;
}

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

/** `removed_at` is ISO 8601 in UTC, usually without a zone suffix. */
function parseRemovedAt(text: string | null): number | null {
  if (text === null) return null;
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/u.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms / 1000;
}
