import type { AppFailure } from '../contract/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log/log.ts';
import type { Answers } from './answers.ts';
import type { EngineSettings } from './engine-options.ts';
import type { FleetStore } from './store/store.ts';
import { HostBackfills } from './sync/host-backfills.ts';
import { LegacyFollower } from './sync/legacy-follower.ts';
import type { SourceSet } from './sync/source-set.ts';
import { storeFigures } from './sync/store-figures.ts';
import { storeJanitor } from './sync/store-janitor.ts';
import type { StoreLoop } from './sync/store-loop.ts';
import { storePacking } from './sync/store-packing.ts';

/** What the background work runs with. */
export interface BackgroundOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  sources: SourceSet;
  answers: Answers;
  retention: () => EngineSettings['retention'];
  /** Another process has written to the store. */
  onForeignChange: () => void;
  /** The store's file was moved away, replaced or removed. */
  onMoved: () => void;
}

/** All that goes on between syncs: legacy hosts followed live, missing hours, and the store's upkeep. */
export class Background {
  /** Missing hours of hosts that somebody looks at. */
  readonly backfills: HostBackfills;
  readonly #sources: SourceSet;
  readonly #follower: LegacyFollower;
  readonly #loops: readonly Pick<StoreLoop, 'start' | 'stop'>[];

  constructor(options: BackgroundOptions) {
    const { store, clock, logger, sources, answers, retention } = options;
    this.#sources = sources;
    this.backfills = new HostBackfills({ store, clock, retention, logger });
    this.#follower = new LegacyFollower({ clock, logger, runtimes: () => sources.all() });
    this.#loops = [
      storeJanitor(options),
      storePacking({ store, clock, logger }),
      storeFigures({ store, clock, logger }, () => answers.queries.storeFigures()),
      answers.functionFolders,
    ];
  }

  /** Begins. */
  start(): void {
    this.#follower.start();
    for (const loop of this.#loops) loop.start();
  }

  /** Ends for good; resolves when nothing of it runs any more. */
  stop(reason: AppFailure): Promise<void> {
    for (const loop of this.#loops) loop.stop();
    return this.#follower.stop(reason);
  }

  /** Resolves when neither it nor what `whenSynced` waits for runs, nor any reading of legacy and function tables. */
  async whenIdle(whenSynced: () => Promise<void>): Promise<void> {
    do {
      await this.#follower.whenIdle();
      await this.backfills.whenDone();
      await whenSynced();
      await Promise.all(this.#sources.all().map((runtime) => runtime.whenBackgroundDone()));
    } while (this.backfills.running);
    await Promise.all(this.#sources.all().map(({ legacyHistory }) => legacyHistory.whenDone()));
    await this.whenFunctionsRead();
  }

  /** Resolves when no table of the py-perf library is being read. */
  async whenFunctionsRead(): Promise<void> {
    await Promise.all(this.#sources.all().map(({ functionTable }) => functionTable.whenDone()));
  }
}
