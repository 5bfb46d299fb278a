import type { IndexedRole } from '../../contract/answers.ts';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import type { SourceState, TableState } from '../../contract/fleet.ts';
import type { HostRef } from '../../contract/host.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import { TABLE_ROLES, type TableRole } from '../../contract/tables.ts';
import { isWithin } from '../../contract/time.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import type { Logger } from '../../platform/log/log.ts';
import { DynamoSource, type CapacityUse } from '../remote/dynamo-source.ts';
import { RegistryLeaps } from '../remote/registry-leaps.ts';
import { UNKNOWN_TABLE, describeTable, describeTables, type TableInfo } from '../remote/tables.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { BadItem, StoredSource } from '../store/sources.ts';
import type { FleetStore } from '../store/store.ts';
import { startDeadline } from './deadline.ts';
import { Backfill } from './backfill.ts';
import { unreadOf, type UnreadUploads } from '../store/legacy-coverage.ts';
import { forgetHosts, goneHosts } from './forget-hosts.ts';
import { FunctionTableReader } from './functions-table.ts';
import { LegacyHistoryScan } from './legacy-history.ts';
import { LegacyWatch } from './legacy-watch.ts';

/** Seconds between looks at tables that were missing or refused. */
const RECHECK_TABLES_AFTER_S = 600;
/** Milliseconds for work in the background: each of its pages may come in time, and yet none be the last. */
const BACKGROUND_MS = 60 * 60 * 1000;

/** What a source's runtime needs from the engine. */
export interface RuntimeOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  connect: (source: SourceConfig) => Promise<DynamoClients>;
  isConnected: (source: SourceConfig) => boolean;
  onStored: () => void;
  onProgress: () => void;
  /** US dollars that scans of a legacy table may cost by themselves in a UTC day. */
  legacyBudget: () => number;
  /** Days of silence after which a host is forgotten that is in no table any more. */
  forgetDays: () => number;
}

/** One source while the engine runs: its connection, what is known of its tables, its backfill and its errors. */
export class SourceRuntime {
  readonly config: SourceConfig;
  readonly backfill: Backfill;
  readonly legacyHistory: LegacyHistoryScan;
  readonly functionTable: FunctionTableReader;
  readonly tableInfo: Record<TableRole, TableInfo>;
  /** Requests made, for reports. */
  requests = 0;
  /** When the markers of its legacy hosts were read last. */
  readonly legacyWatch = new LegacyWatch();
  /** Names in the registry, as last read; null where that is not known. */
  registered: ReadonlySet<string> | null = null;
  /** Versions of the registry's rows that are no hosts, by their names, as last read; null: not yet. */
  ownRows: ReadonlyMap<string, number> | null = null;
  /** What scans of the registry leap over. */
  readonly registryLeaps = new RegistryLeaps();
  /** Unix seconds of the last look for legacy markers of all hosts. */
  sweptAt = 0;
  stored: StoredSource;
  error: AppError | null = null;
  #lookedAt: number | null = null;
  #reader: Promise<DynamoSource> | null = null;
  #background: Promise<void> | null = null;
  readonly #ending = new AbortController();
  readonly #uses = new Map<string, CapacityUse>();
  readonly #options: RuntimeOptions;

  constructor(config: SourceConfig, options: RuntimeOptions) {
    this.config = config;
    this.#options = options;
    this.stored = options.store.sources.get(config.id);
    this.tableInfo = {
      system: UNKNOWN_TABLE,
      legacy: UNKNOWN_TABLE,
      registry: UNKNOWN_TABLE,
      functions: UNKNOWN_TABLE,
    };
    this.legacyHistory = new LegacyHistoryScan(this);
    this.functionTable = new FunctionTableReader(this);
    this.backfill = new Backfill({
      sourceId: config.id,
      store: options.store,
      clock: options.clock,
      onProgress: options.onProgress,
      onStored: options.onStored,
      onBadItems: ({ bad }) => {
        this.noteBadItems(bad);
      },
      onFailure: (error) => {
        this.error = error;
        options.onProgress();
      },
    });
  }

  get connected(): boolean {
    return this.#options.isConnected(this.config);
  }

  get store(): FleetStore {
    return this.#options.store;
  }

  onProgress(): void {
    this.#options.onProgress();
  }

  onStored(): void {
    this.#options.onStored();
  }

  /** US dollars that scans of the legacy table may cost by themselves in a UTC day. */
  get legacyBudget(): number {
    return this.#options.legacyBudget();
  }

  /** Days of silence after which a host is forgotten that is in no table any more. */
  get forgetDays(): number {
    return this.#options.forgetDays();
  }

  /** Forgets hosts that are in no table: see `forgetHosts`. None where the registry has not been read. Throws `AppFailure`. */
  async forgetSilent(
    reader: DynamoSource,
    silentDays: number,
    most: number,
    signal: AbortSignal,
  ): Promise<HostRef[]> {
    const { registered } = this;
    if (registered === null) return [];
    const hosts = await forgetHosts(this, reader, { registered, silentDays, most, signal });
    for (const { hostname } of hosts)
      this.#options.logger.info('a host that is in no table any more was forgotten', {
        source: this.config.id,
        hostname,
      });
    return hosts;
  }

  /** The hosts that `forgetSilent` would forget. Throws `AppFailure`. */
  async silentAndGone(
    reader: DynamoSource,
    silentDays: number,
    signal: AbortSignal,
  ): Promise<StoredHost[]> {
    const { registered } = this;
    return registered === null ? [] : goneHosts(this, reader, { registered, silentDays, signal });
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** The reader, connected on first use. Throws `AppFailure`. */
  reader(): Promise<DynamoSource> {
    this.#reader ??= this.#connect();
    return this.#reader;
  }

  /** Looks at the tables that are not known to be there. Throws `AppFailure`. */
  async lookAtTables(reader: DynamoSource, always: boolean, signal: AbortSignal): Promise<void> {
    const now = nowSeconds(this.clock);
    const first = this.#lookedAt === null;
    const creating = TABLE_ROLES.some((role) => this.stored.tables[role] === 'creating');
    const recent = isWithin(RECHECK_TABLES_AFTER_S, this.#lookedAt ?? -Infinity, now);
    if (!first && !always && !creating && recent) return;
    const roles = TABLE_ROLES.filter(
      (role) =>
        first || this.stored.tables[role] !== 'active' || (role === 'legacy' && this.#lacksIndex()),
    );
    if (roles.length === 0) return;
    const found = await describeTables(reader, roles, signal);
    for (const role of roles) {
      const info = found[role];
      if (info === undefined) continue;
      this.tableInfo[role] = info;
      // A refused description says nothing about reading: what reading said stands.
      if (info.state !== 'unknown') this.stored.tables[role] = info.state;
      else if (this.stored.tables[role] !== 'denied') this.stored.tables[role] = 'unknown';
    }
    this.#lookedAt = now;
  }

  /** Looks at the legacy table: an index may have been made, here or by an administrator. Throws `AppFailure`. */
  async lookAtTable(reader: DynamoSource, role: IndexedRole): Promise<void> {
    const info = await describeTable(reader, role);
    if (info.state === 'unknown') return;
    this.tableInfo[role] = info;
    this.stored.tables[role] = info.state;
  }

  /** Whether history of legacy hosts is read by scans: an index would be noticed by looking again. */
  #lacksIndex(): boolean {
    const { store, tableInfo, config } = this;
    return (
      tableInfo.legacy.index !== 'active' &&
      store.read(() => store.hosts.ofLegacy(config.id, 0)).length > 0
    );
  }

  /** Whether a table is worth asking. */
  isReadable(role: TableRole): boolean {
    const state = this.stored.tables[role];
    return state !== 'missing' && state !== 'creating';
  }

  setTable(role: TableRole, state: TableState): void {
    this.stored.tables[role] = state;
  }

  /** Upload times between which batches of a legacy host may be unread now, or null. */
  unreadOf(host: StoredHost): UnreadUploads | null {
    const { scannedThrough } = this.store.read(() => this.store.legacy.coverage(this.config.id));
    return unreadOf(host, scannedThrough, nowSeconds(this.clock));
  }

  /** Counts items that make no sense, and logs each of them once. */
  noteBadItems(bad: readonly BadItem[]): void {
    const { store, clock, logger } = this.#options;
    const now = nowSeconds(clock);
    store.write(() => {
      for (const item of bad)
        if (store.sources.addBadItem(this.config.id, item, now))
          logger.warn('item skipped', {
            source: this.config.id,
            table: item.role,
            key: item.key.slice(0, 300),
            problem: item.problem,
          });
    });
  }

  /** Takes over that another process has read the source since. */
  noteForeignSync(): void {
    const { lastSyncedAt, lastAttemptAt } = this.store.sources.get(this.config.id);
    if (lastSyncedAt === null || lastSyncedAt <= (this.stored.lastSyncedAt ?? 0)) return;
    this.stored = { ...this.stored, lastSyncedAt, lastAttemptAt };
  }

  /** Writes down what was learnt and consumed since the last time. */
  save(): void {
    const { store, clock } = this.#options;
    const now = nowSeconds(clock);
    store.write(() => {
      store.sources.put(this.config.id, this.stored);
      for (const use of this.#uses.values())
        store.capacity.add({ sourceId: this.config.id, ...use }, now);
    });
    this.#uses.clear();
  }

  state(): SourceState {
    const { lastSyncedAt, lastAttemptAt, tables } = this.stored;
    const status = !this.connected
      ? 'unconfigured'
      : this.error !== null
        ? 'failing'
        : this.#reader !== null && lastSyncedAt !== null && this.#lookedAt !== null
          ? 'fresh'
          : 'waiting';
    return {
      id: this.config.id,
      name: this.config.name,
      status,
      lastSyncedAt,
      lastAttemptAt,
      error: this.connected ? this.error : null,
      tables: { ...tables },
      badItems: this.store.sources.badItems(this.config.id),
    };
  }

  /**
   * Runs work that no sync waits for; one at a time, an hour at most. Its failure becomes the source's error, and
   * `onFailure` is called.
   */
  inBackground(
    work: (signal: AbortSignal) => Promise<void>,
    onFailure: () => void = () => undefined,
  ): void {
    if (this.#background !== null) return;
    const ending = this.#ending.signal;
    const { signal, done } = startDeadline(this.clock, BACKGROUND_MS, ending, () =>
      backgroundFailure(this.config),
    );
    this.#background = work(signal)
      .catch((error: unknown) => {
        if (ending.aborted) return;
        const cause: unknown = signal.aborted ? signal.reason : error;
        this.error = awsFailure(cause, 'looking for hosts').error;
        onFailure();
      })
      .finally(() => {
        done();
        this.#background = null;
        if (!ending.aborted) this.#options.onStored();
      });
  }

  async whenBackgroundDone(): Promise<void> {
    await this.#background;
  }

  /** Stops what runs and closes the connection. */
  async close(): Promise<void> {
    this.#ending.abort(appFailure('aborted', 'The source is being closed.', ''));
    this.backfill.cancel(
      appFailure('aborted', 'The backfill was stopped.', 'The next sync continues it.'),
    );
    await Promise.all([this.legacyHistory.stop(), this.functionTable.stop()]);
    await this.#background;
    const reader = await this.#reader?.catch(() => null);
    reader?.destroy();
    this.#reader = null;
  }

  async #connect(): Promise<DynamoSource> {
    try {
      const clients = await this.#options.connect(this.config);
      return new DynamoSource({
        clients,
        tables: this.config.tables,
        onUse: (use) => {
          this.#count(use);
        },
      });
    } catch (error) {
      // The next sync tries again: the user may have set the region meanwhile.
      this.#reader = null;
      if (error instanceof AppFailure) throw error;
      throw appFailure(
        'not-configured',
        `The source ${this.config.name} cannot be opened.`,
        'Check its region, profile and endpoint in Settings.',
        error,
      );
    }
  }

  #count(use: CapacityUse): void {
    this.requests += use.requests;
    const key = `${use.operation} ${use.role}`;
    const sum = this.#uses.get(key);
    if (sum === undefined) {
      this.#uses.set(key, { ...use });
      return;
    }
    sum.requests += use.requests;
    sum.readUnits += use.readUnits;
    sum.writeUnits += use.writeUnits;
  }
}

function backgroundFailure({ name }: SourceConfig): AppFailure {
  return appFailure(
    'timeout',
    `The search for hosts of ${name} did not end in ${String(BACKGROUND_MS / 60_000)} min.`,
    'It is tried again in an hour; what was found is stored.',
  );
}
