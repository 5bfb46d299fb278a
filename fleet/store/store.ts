import type { DatabaseSync } from 'node:sqlite';
import { JudgedSamples } from './judged-samples.ts';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import type { Settings } from '../../contract/settings.ts';
import { HOUR_S } from '../../contract/time.ts';
import {
  databaseFailure,
  isSqliteError,
  isUnreadableNumber,
  openDatabase,
} from '../../platform/sqlite/database.ts';
import { withLazyStatements } from '../../platform/sqlite/lazy-statements.ts';
import { PlacedFile } from '../../platform/fs/placed-file.ts';
import { AlertLog } from './alert-log.ts';
import { AlertRules } from './alert-rules.ts';
import { AnnotationRows } from './annotations.ts';
import { Blocks } from './blocks.ts';
import { CapacityLedger } from './capacity.ts';
import { ChannelQueue } from './channel-queue.ts';
import { compact } from './compact.ts';
import { DamagedBlocks } from './damage.ts';
import { DirtyRanges } from './dirty-ranges.ts';
import { FleetFigures } from './fleet-figures.ts';
import { FleetScan } from './fleet-scan.ts';
import { Forgetting } from './forget.ts';
import { FunctionRuns } from './functions.ts';
import { FunctionFiles } from './functions-files.ts';
import { FunctionReader } from './functions-reader.ts';
import { HostDetailRows } from './host-details.ts';
import { FunctionScans } from './functions-scan.ts';
import { HeldWrites } from './held-writes.ts';
import { lastSeenOf } from './host-summary.ts';
import { Hosts } from './hosts.ts';
import { LateMinutes } from './out-of-order.ts';
import { LegacyProgress } from './legacy.ts';
import { MendedCounts } from './mended-counts.ts';
import { Meta } from './meta.ts';
import { FLEET_MIGRATIONS } from './migrations.ts';
import { rowKey } from './tables.ts';
import { CUSTOM_SERIES, DETAIL_SERIES, NamedSeries } from './named-series.ts';
import { Notices } from './notices.ts';
import { OpenExtras } from './open-extras.ts';
import { PackProgress } from './pack-progress.ts';
import { PackedHours } from './packed-hours.ts';
import { Packer, type PackedStep } from './packer.ts';
import { Processes } from './processes.ts';
import { Rechecks } from './rechecks.ts';
import { expired, functionsKeptFrom, minutesKeptFrom, trustedRetentionTime } from './retention.ts';
import { RollupDays } from './rollup-days.ts';
import { Rollups } from './rollups.ts';
import { checkSchema, mendRows, type MendedRows } from './soundness.ts';
import { SampleRecorder, type RecordOptions } from './sample-recorder.ts';
import { SeriesReader } from './series-reader.ts';
import { SharedDocuments } from './shared-documents.ts';
import { Sources } from './sources.ts';

/**
 * A poll of 1,000 hosts writes to 4 MB of pages, the same each time until the hour is over: memory for them (in KiB), and more of them
 * in the log before they are copied to the file.
 */
const PRAGMAS = 'PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 1500';

/** The local store of the fleet: one SQLite file. Its methods throw `AppFailure`. */
export class FleetStore {
  readonly #db: DatabaseSync;
  readonly hosts: Hosts;
  readonly blocks: Blocks;
  readonly sources: Sources;
  readonly rechecks: Rechecks;
  readonly capacity: CapacityLedger;
  readonly legacy: LegacyProgress;
  readonly changes = new DirtyRanges();
  readonly late: LateMinutes;
  readonly series: SeriesReader;
  readonly scan: FleetScan;
  readonly processes: Processes;
  readonly details: HostDetailRows;
  readonly detailSeries: NamedSeries;
  readonly custom: NamedSeries;
  /** What the settings make of samples. */
  readonly judging = new JudgedSamples();
  readonly alertLog: AlertLog;
  readonly alertRules: AlertRules;
  readonly annotations: AnnotationRows;
  readonly notices: Notices;
  readonly channelQueue: ChannelQueue;
  readonly meta: Meta;
  readonly shared: SharedDocuments;
  readonly functions: FunctionRuns;
  readonly functionFiles: FunctionFiles;
  readonly functionReader: FunctionReader;
  readonly figures: FleetFigures;
  readonly mended: MendedCounts;
  readonly functionScans: FunctionScans;
  readonly #rollups: Rollups;
  readonly #packedHours: PackedHours;
  readonly #packer: Packer;
  readonly #forgetting: Forgetting;
  readonly #held: HeldWrites;
  readonly #recorder: SampleRecorder;
  /** Ends the use of the path; again does nothing. */
  readonly #afterClose: () => void;
  #file: PlacedFile | null = null;
  #closed = false;

  /** On a database that has the schema of `FLEET_MIGRATIONS`; closing the store closes it. */
  constructor(database: DatabaseSync, afterClose: () => void = () => undefined) {
    this.#db = database;
    this.#held = new HeldWrites(database);
    const db = withLazyStatements(database);
    this.#afterClose = afterClose;
    this.#forgetting = new Forgetting(db);
    this.hosts = new Hosts(db);
    const damage = new DamagedBlocks();
    const extras = new OpenExtras(db);
    const days = new RollupDays(db, damage, extras);
    this.#rollups = new Rollups(db, damage);
    this.#packedHours = new PackedHours(db, this.#rollups, damage, extras);
    this.figures = new FleetFigures(db);
    this.blocks = new Blocks(db, {
      rollups: this.#rollups,
      packed: this.#packedHours,
      figures: this.figures,
      extras,
    });
    this.sources = new Sources(db);
    this.rechecks = new Rechecks(db);
    this.capacity = new CapacityLedger(db);
    this.legacy = new LegacyProgress(db);
    this.late = new LateMinutes(db);
    this.series = new SeriesReader(db, days, damage, extras);
    this.scan = new FleetScan(db, days, damage, extras);
    this.processes = new Processes(db, damage);
    this.details = new HostDetailRows(db);
    this.detailSeries = new NamedSeries(db, DETAIL_SERIES);
    this.custom = new NamedSeries(db, CUSTOM_SERIES);
    this.alertLog = new AlertLog(db);
    this.alertRules = new AlertRules(db);
    this.annotations = new AnnotationRows(db);
    this.notices = new Notices(db);
    this.channelQueue = new ChannelQueue(db);
    this.meta = new Meta(db);
    this.shared = new SharedDocuments(db);
    this.functions = new FunctionRuns(db, this.meta);
    this.functionFiles = new FunctionFiles(db);
    this.functionScans = new FunctionScans(db);
    this.functionReader = new FunctionReader(db, this.functions.days);
    this.mended = new MendedCounts(this.meta);
    this.#packer = new Packer(db, {
      hours: this.#packedHours,
      processes: this.processes,
      rollups: this.#rollups,
      damage,
      progress: new PackProgress(db, this.meta),
    });
    this.#recorder = new SampleRecorder(this);
  }

  /** Opens the file at `path`, made where there is none; `lockWhileFull` as of `openDatabase`. Throws `AppFailure`. */
  static open(path: string, afterClose?: () => void, lockWhileFull = false): FleetStore {
    const options = { durability: 'normal', migrations: FLEET_MIGRATIONS, lockWhileFull } as const;
    const db = openDatabase(path, options);
    try {
      db.exec(PRAGMAS);
      return mapped(() => {
        checkSchema(db);
        const store = new FleetStore(db, afterClose);
        store.#file = new PlacedFile(path);
        return store;
      });
    } catch (error) {
      db.close();
      throw error;
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the file that is open still lies at its path; what is written to another is written for nobody. */
  isInPlace(): boolean {
    return this.#file?.isInPlace() ?? true;
  }

  /**
   * For a file that is not in its place any more: what is stored goes into it as far as it can, since it may have been
   * moved without its log, and whoever opens the one at its path has it alone.
   */
  leavePlace(): void {
    try {
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // It may be gone; what there is of it stays as it was.
    }
    this.#afterClose();
  }

  /** From now on a full disk stops no write: see `HeldWrites`. For the program that tells. */
  holdWhileFull(): void {
    this.#held.enable();
  }

  /** Whether the disk is full: what is written is in memory until there is room, here or in another program. */
  get diskFull(): boolean {
    return this.#held.full;
  }

  /** Throws `AppFailure` (`disk-full`) where no more is held of what can be fetched again. Not within `write`. */
  requireRoomForOld(): void {
    if (this.#held.refusesOld) throw noRoomForOld();
  }

  /** Stores what was held while the disk was full, where there is room again; cheap, to be called often. */
  settle(): void {
    mapped(() => {
      this.#held.settle();
    });
  }

  /** Runs `work` in one write transaction: all of it or nothing is stored. */
  write<T>(work: () => T): T {
    return mapped(() =>
      this.#held.run(() => {
        this.#recorder.begin();
        const value = work();
        this.#recorder.end();
        return value;
      }),
    );
  }

  read<T>(work: () => T): T {
    return mapped(work);
  }

  /** Merges minutes of a host. Within `write`. Returns how many minutes are new. */
  record(options: RecordOptions): number {
    return this.#recorder.record(options);
  }

  /** A sample of this machine's own collector. Within `write`. */
  recordLocal(sourceId: string, sample: Sample, facts: HostFacts, now: number): void {
    const host = this.hosts.ensure({ sourceId, hostname: sample.hostname });
    this.record({ host, layout: 'local', records: [{ sample }], now });
    this.hosts.setFacts(host, facts);
  }

  /** Throws `AppFailure` (`store-damaged`) where the file's structure is not sound. */
  check(): void {
    const [first] = mapped(() => this.#db.prepare('PRAGMA quick_check(1)').all());
    const verdict = first?.['quick_check'];
    if (verdict !== 'ok')
      throw appFailure(
        'store-damaged',
        'The local database is damaged.',
        'It is set aside and filled again from DynamoDB.',
        verdict,
      );
  }

  /** Mends rows that hold what was never written to them; answers how many, by column. Not within `write`. */
  mend(): MendedRows {
    return mapped(() => mendRows(this.#db));
  }

  /** Changes when another process has written to the file. */
  foreignVersion(): number {
    return Number(this.#db.prepare('PRAGMA data_version').get()?.['data_version'] ?? 0);
  }

  /** Size of the database in bytes, free pages included. */
  bytes(): number {
    const pages = Number(this.#db.prepare('PRAGMA page_count').get()?.['page_count'] ?? 0);
    const size = Number(this.#db.prepare('PRAGMA page_size').get()?.['page_size'] ?? 0);
    return pages * size;
  }

  /**
   * Deletes what is past its retention at `time` (Unix seconds by the clock). Nothing is deleted remotely, ever. Not
   * within `write`: each table has a transaction of its own, so that none is long.
   */
  applyRetention(retention: Settings['retention'], time: number): void {
    if (this.#held.holding) return;
    const now = this.write(() => trustedRetentionTime(this.#db, time));
    this.#packDueBefore(minutesKeptFrom(retention, now));
    for (const { sql, before } of expired(retention, now))
      this.write(() => this.#db.prepare(sql).run(before));
    const { runs, days } = functionsKeptFrom(retention, now);
    this.write(() => {
      this.functions.prune(runs, days);
    });
  }

  /** The time (Unix seconds) by which something may be deleted when the clock says `time`. Not within `write`. */
  trustedTime(time: number): number {
    return this.write(() => trustedRetentionTime(this.#db, time));
  }

  /** Deletes all that is stored of a host: see `Forgetting`. Within `write`. */
  forget(host: number): boolean {
    const known = this.hosts.byId(host);
    if (known?.firstSeen !== null && known !== null)
      this.figures.dropDays(known.firstSeen, lastSeenOf(known) ?? known.firstSeen);
    return this.#forgetting.forget(host);
  }

  /** Packs some of what is over at `now` (Unix seconds), in a few milliseconds: see `Packer`. */
  pack(now: number): PackedStep {
    this.settle();
    if (this.#held.holding) return { packed: 0, damaged: 0 };
    return this.write(() => this.#packer.step(now));
  }

  /** The share of what an older release has left that is packed at `now` (Unix seconds), 0 to 1; null where nothing is left. */
  packProgress(now: number): number | null {
    return this.read(() => this.#packer.progress(now));
  }

  /** Gives the space freed by packing back to the disk, where it is worth it. Returns the bytes. Not within `write`. */
  compact(): number {
    return this.#held.holding ? 0 : mapped(() => compact(this.#db));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      mapped(() => {
        this.#held.end();
      });
    } finally {
      this.#db.close();
      this.#afterClose();
    }
  }

  /** Rollups outlive minutes: they have to know of an hour before it is deleted. */
  #packDueBefore(hour: number): void {
    const keys = this.read(() => this.#rollups.dueBefore(rowKey(hour, HOUR_S, 0)));
    for (const key of keys)
      this.write(() => {
        this.#packedHours.pack(key);
      });
  }
}

/** What DynamoDB holds anyway is not to fill the memory. */
function noRoomForOld(): AppFailure {
  return appFailure(
    'disk-full',
    'The disk is full: older hours are fetched once there is room.',
    'Free some space; what was stored before is safe.',
  );
}

/** SQLite's errors as `AppFailure`s. */
function mapped<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isSqliteError(error) || isUnreadableNumber(error) ? databaseFailure(error) : error;
  }
}
