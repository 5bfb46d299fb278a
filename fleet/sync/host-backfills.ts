import { hourOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { StoredHost } from '../store/hosts.ts';
import type { FleetStore } from '../store/store.ts';
import type { SourceRuntime } from './source-runtime.ts';
import { planHost } from './source-sync.ts';

/** Fetches what one host lacks, before all others: what a person looks at. */
export class HostBackfills {
  readonly #store: FleetStore;
  readonly #clock: Clock;
  readonly #running = new Set<Promise<void>>();

  constructor(store: FleetStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get running(): boolean {
    return this.#running.size > 0;
  }

  /** Resolves when the host is complete from `from` (Unix seconds) on. Throws `AppFailure`. */
  fetch(runtime: SourceRuntime, host: StoredHost, from: number): Promise<void> {
    const work = this.#fetch(runtime, host, from);
    this.#running.add(work);
    const forget = (): void => {
      this.#running.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  async whenDone(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #fetch(runtime: SourceRuntime, host: StoredHost, from: number): Promise<void> {
    if (!runtime.connected || !runtime.isReadable('system')) return;
    const tasks = this.#store.write(() => {
      this.#store.hosts.wantFrom(host.id, hourOf(from));
      const updated = this.#store.hosts.byId(host.id) ?? host;
      return planHost(runtime, updated, nowSeconds(this.#clock));
    });
    if (tasks.length === 0) return;
    const reader = await runtime.reader();
    await runtime.backfill.enqueue(reader, tasks, true);
  }
}
