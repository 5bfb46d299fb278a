import type { CapacityReport, IndexedRole, LegacyIndex, SourceTest } from '../contract/answers.ts';
import type { AccessKeys } from '../contract/credentials.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { createHealthJudge } from '../contract/host-health.ts';
import type { HostRef } from '../contract/host.ts';
import type { SourceConfig } from '../contract/settings.ts';
import { nowSeconds } from '../platform/clock.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import type { FleetEngineOptions } from './engine-options.ts';
import type { Queries } from './queries/queries.ts';
import type { Replicas } from './queries/replicas.ts';
import type { FleetStore } from './store/store.ts';
import type { SourceSet } from './sync/source-set.ts';
import { testSource } from './sync/test-source.ts';
import { reportCapacity } from './doctor/capacity-report.ts';
import { examine } from './doctor/doctor.ts';
import { createLegacyIndex, legacyIndexOf } from './sync/legacy-index.ts';

/** What diagnostics look at. */
export interface DiagnosticsOptions extends Pick<
  FleetEngineOptions,
  'clock' | 'connect' | 'storePath' | 'thisHost'
> {
  store: FleetStore;
  sources: SourceSet;
  queries: Queries;
  replicas: Replicas;
  /** Rules and labels as they are now. */
  alertConfig: () => AlertConfig;
}

/** What the app says about itself and its access to DynamoDB. */
export class Diagnostics {
  readonly #options: DiagnosticsOptions;

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
  }

  /** What this program consumed over the last `days`, today included, priced. */
  capacity(days: number): CapacityReport {
    const { store, sources, clock } = this.#options;
    for (const runtime of sources.all()) runtime.save();
    return reportCapacity(store, (id) => sources.config(id)?.tables, days, nowSeconds(clock));
  }

  /** Examines sources, hosts and store. `outbox` is the number of samples that wait to be uploaded. */
  doctor({ outbox, here }: { outbox: number; here: HostRef }): Promise<DoctorReport> {
    const { store, storePath, clock, sources, queries, replicas, thisHost, alertConfig } =
      this.#options;
    const { alerts: settings, labels } = alertConfig();
    return examine({
      store,
      storePath,
      clock,
      runtimes: sources.all(),
      hosts: queries.hosts(),
      hostsOfAllSources: queries.hostsOfAllSources(),
      replicas: replicas.pairs(),
      judge: (examined, now) =>
        createHealthJudge({
          sources: examined,
          thisHost: thisHost?.() ?? null,
          alerts: [],
          settings,
          labelsOf: (key) => labels[key] ?? [],
          now,
        }),
      outbox,
      here,
    });
  }

  /** The index of a source's legacy table, or of its runs, as DynamoDB says now. Throws `AppFailure`. */
  legacyIndex(sourceId: string, role: IndexedRole = 'legacy'): Promise<LegacyIndex> {
    return legacyIndexOf(this.#options.sources.get(sourceId), role);
  }

  /** Creates that index, because a person asked for it. Throws `AppFailure`. */
  createLegacyIndex(sourceId: string, role: IndexedRole = 'legacy'): Promise<LegacyIndex> {
    return createLegacyIndex(this.#options.sources.get(sourceId), role);
  }

  /** Tries out a source that need not be saved, with keys that need not be. Throws `AppFailure`. */
  testSource(source: SourceConfig, keys?: AccessKeys): Promise<SourceTest> {
    const { connect, clock } = this.#options;
    return testSource(source, () => connect(source, keys), clock);
  }
}
