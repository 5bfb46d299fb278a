import { appFailure } from '../../contract/errors.ts';
import type { BackfillProgress } from '../../contract/fleet.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { SourceReading } from '../store/sources.ts';
import { SourceRuntime, type RuntimeOptions } from './source-runtime.ts';

/** The sources that are configured, each with a runtime of its own, so that none can hide another. */
export class SourceSet {
  readonly #options: RuntimeOptions;
  #runtimes = new Map<string, SourceRuntime>();

  constructor(options: RuntimeOptions, sources: readonly SourceConfig[]) {
    this.#options = options;
    for (const source of sources) this.#runtimes.set(source.id, new SourceRuntime(source, options));
  }

  all(): SourceRuntime[] {
    return [...this.#runtimes.values()];
  }

  /** When each source was last read completely (Unix seconds), or null. */
  reads(): { id: string; name: string; connected: boolean; lastSyncedAt: number | null }[] {
    return this.all().map(({ config, connected, stored }) => ({
      id: config.id,
      name: config.name,
      connected,
      lastSyncedAt: stored.lastSyncedAt,
    }));
  }

  /** The sources in the order of the settings, and when each was last read completely. */
  forReplicas(): { config: SourceConfig; connected: boolean; lastSyncedAt: number | null }[] {
    return this.all().map(({ config, connected, stored }) => ({
      config,
      connected,
      lastSyncedAt: stored.lastSyncedAt,
    }));
  }

  /** What tellers of alerts need to know of each source. */
  forChannels(): {
    id: string;
    name: string;
    connected: boolean;
    lastSyncedAt: number | null;
    hasRegistry: boolean;
    reader: SourceRuntime['reader'];
  }[] {
    return this.all().map((runtime) => ({
      id: runtime.config.id,
      name: runtime.config.name,
      connected: runtime.connected,
      lastSyncedAt: runtime.stored.lastSyncedAt,
      hasRegistry: runtime.isReadable('registry'),
      reader: () => runtime.reader(),
    }));
  }

  /** The sources that are shared with a team, and what sharing needs to know of each. */
  forSharing(): {
    id: string;
    name: string;
    connected: boolean;
    hasRegistry: boolean;
    ownRows: ReadonlyMap<string, number> | null;
    reader: SourceRuntime['reader'];
  }[] {
    return this.all()
      .filter(({ config }) => config.shared === true)
      .map((runtime) => ({
        id: runtime.config.id,
        name: runtime.config.name,
        connected: runtime.connected,
        hasRegistry: runtime.isReadable('registry'),
        ownRows: runtime.ownRows,
        reader: () => runtime.reader(),
      }));
  }

  /** How a source was read; null where it is not configured. */
  reading(id: string): SourceReading | null {
    const runtime = this.#runtimes.get(id);
    if (runtime === undefined) return null;
    const { connected, stored, tableInfo } = runtime;
    const legacyIndexed = tableInfo.legacy.index === 'active';
    return { connected, lastSyncedAt: stored.lastSyncedAt, legacyIndexed };
  }

  has(id: string): boolean {
    return this.#runtimes.has(id);
  }

  config(id: string): SourceConfig | undefined {
    return this.#runtimes.get(id)?.config;
  }

  /** Throws `AppFailure` (`not-found`). */
  get(id: string): SourceRuntime {
    const runtime = this.#runtimes.get(id);
    if (runtime !== undefined) return runtime;
    throw appFailure(
      'not-found',
      `There is no source "${id}".`,
      `These are configured: ${[...this.#runtimes.keys()].join(', ')}.`,
    );
  }

  /** Takes over a changed list; what did not change keeps running. */
  async replace(sources: readonly SourceConfig[]): Promise<void> {
    const before = this.#runtimes;
    this.#runtimes = new Map();
    for (const source of sources) {
      const kept = before.get(source.id);
      if (kept !== undefined && JSON.stringify(kept.config) === JSON.stringify(source)) {
        this.#runtimes.set(source.id, kept);
        before.delete(source.id);
      } else this.#runtimes.set(source.id, new SourceRuntime(source, this.#options));
    }
    await Promise.all([...before.values()].map((runtime) => runtime.close()));
  }

  /**
   * Closes these sources and opens them again, whether or not their configuration changed. Unknown ones are left out.
   */
  async renew(ids: readonly string[]): Promise<void> {
    const old = ids.flatMap((id) => this.#runtimes.get(id) ?? []);
    for (const { config } of old)
      this.#runtimes.set(config.id, new SourceRuntime(config, this.#options));
    await Promise.all(old.map((runtime) => runtime.close()));
  }

  /** Stops fetching missing hours until the next sync. */
  cancelBackfill(): void {
    const reason = appFailure(
      'aborted',
      'Fetching missing hours was stopped.',
      'The next sync continues it.',
    );
    for (const { backfill } of this.all()) backfill.cancel(reason);
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((runtime) => runtime.close()));
  }

  /** Progress over all sources, or null where nothing is being fetched. */
  progress(): BackfillProgress | null {
    const running = this.all().flatMap(({ backfill }) => backfill.progress ?? []);
    if (running.length === 0) return null;
    return {
      done: running.reduce((sum, { done }) => sum + done, 0),
      total: running.reduce((sum, { total }) => sum + total, 0),
    };
  }
}
