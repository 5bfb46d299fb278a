import { dirname, join } from 'node:path';
import type { Measuring } from '../collector/probes/system.ts';
import { AppFailure } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import { openStore } from '../fleet/store/open-store.ts';
import type { FleetStore } from '../fleet/store/store.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import { dataDirWeakness, ensureDataDir } from '../platform/fs/data-dir.ts';
import { PlacedFile } from '../platform/fs/placed-file.ts';
import type { Logger } from '../platform/log/log.ts';
import { loadSettings } from '../platform/fs/settings-file.ts';
import { useNetworkSettings } from '../platform/net/settings.ts';
import { CollectorSupervisor } from './collector-supervisor.ts';
import type { CollectorMode } from './collector-locks.ts';
import { refuseNewerDirectory } from './newer-directory.ts';
import { SourceKeys } from './source-keys.ts';

/** What `collect` and the service of the system run with. */
export interface HeadlessCollectorOptions {
  dataDir: string;
  /** Version of the application, for the `collector` attribute. */
  version: string;
  mode: CollectorMode;
  /** Which machine is collected; this one as a whole unless said otherwise. */
  measuring?: Measuring | undefined;
  clock: Clock;
  logger: Logger;
  /** Changes the loaded settings for this run only, by the command line's flags. */
  override: (settings: Settings) => Settings;
}

/** Seconds between passes of retention over the store: nobody else may ever open it on a server. */
const RETENTION_EVERY_S = 6 * 3600;

/**
 * The collector and the store that it records into, without the rest of the product: a process that runs for months
 * holds nothing that only a viewer needs. The constructor opens the store and throws `AppFailure`.
 */
export class HeadlessCollector {
  readonly collector: CollectorSupervisor;
  readonly #storePath: string;
  readonly #judging: Settings;
  #store: FleetStore;
  #file: PlacedFile;
  #retainAt = 0;

  constructor(options: HeadlessCollectorOptions) {
    const { version, mode, measuring, clock, logger, override } = options;
    const dataDir = ensureDataDir(options.dataDir);
    const weakness = dataDirWeakness(dataDir);
    if (weakness !== null) logger.warn(weakness, { dataDir });
    const settings = override(loadSettings(dataDir));
    useNetworkSettings(settings.network);
    refuseNewerDirectory(dataDir);
    this.#storePath = join(dataDir, 'fleet.db');
    this.#store = openStore(this.#storePath, clock, logger).store;
    this.#judging = settings;
    this.#store.judging.configure(settings);
    this.#file = new PlacedFile(this.#storePath);
    const keys = new SourceKeys(false);
    this.collector = new CollectorSupervisor({
      dataDir,
      version,
      clock,
      logger,
      settings,
      mode,
      measuring,
      connect: (source) => keys.connect(source),
      onSample: (sourceId, sample, facts) => {
        const now = nowSeconds(clock);
        this.#followFile(clock, logger);
        this.#store.write(() => {
          this.#store.recordLocal(sourceId, sample, facts, now);
        });
        this.#retain(settings.retention, now, logger);
      },
      onChange: () => undefined,
    });
  }

  async close(): Promise<void> {
    await this.collector.close();
    this.#store.close();
  }

  /** What is written into a file that another process set aside, or that went with its directory, nobody reads. */
  #followFile(clock: Clock, logger: Logger): void {
    if (this.#file.isInPlace()) return;
    this.#store.leavePlace();
    ensureDataDir(dirname(this.#storePath));
    const { store } = openStore(this.#storePath, clock, logger);
    store.judging.configure(this.#judging);
    this.#store.close();
    this.#store = store;
    this.#file = new PlacedFile(this.#storePath);
    logger.error('the local database was moved away or removed; another one is used from now on', {
      path: this.#storePath,
    });
  }

  /** A store that is full or busy is no reason to lose the sample that has just been taken. */
  #retain(retention: Settings['retention'], now: number, logger: Logger): void {
    if (now < this.#retainAt) return;
    this.#retainAt = now + RETENTION_EVERY_S;
    try {
      this.#store.applyRetention(retention, now);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      logger.warn('old samples were not removed from the local database', {
        reason: error.error.message,
      });
    }
  }
}
