import type { DoctorReport, DoctorSource } from '../../contract/doctor.ts';
import type { HostRef } from '../../contract/host.ts';
import type { HealthJudge } from '../../contract/host-health.ts';
import { isSharedName } from '../../contract/hostname.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf, toSummary } from '../store/host-summary.ts';
import { SEEN_IN } from '../store/minute.ts';
import { listQuarantined } from '../../platform/fs/quarantine.ts';
import type { FleetStore } from '../store/store.ts';
import type { SourceRuntime } from '../sync/source-runtime.ts';
import { likelyDuplicates } from './duplicates.ts';
import { overwrittenMinutes } from './overwritten.ts';
import { findingsOf } from './findings.ts';
import { inspectSource } from './inspect-source.ts';

/** What `doctor` examines. */
export interface DoctorOptions {
  store: FleetStore;
  storePath: string;
  clock: Clock;
  runtimes: readonly SourceRuntime[];
  hosts: readonly StoredHost[];
  /** With those that are shown from another source. */
  hostsOfAllSources: readonly StoredHost[];
  /** Sources whose hosts are shown from another. */
  replicas: DoctorReport['replicas'];
  /** Judges hosts by what was found of their sources, at a time in Unix seconds. */
  judge: (sources: readonly DoctorSource[], now: number) => HealthJudge;
  /** Samples of this machine that wait to be uploaded. */
  outbox: number;
  /** This machine, as its collector reports it. */
  here: HostRef;
}

/** Looks at everything that can be wrong, live where it must be. Failures of a source become findings. */
export async function examine(options: DoctorOptions): Promise<DoctorReport> {
  const { store, storePath, clock, runtimes, hosts, judge, outbox, here } = options;
  const now = nowSeconds(clock);
  const sources = await Promise.all(
    runtimes.map((runtime) =>
      inspectSource(
        runtime,
        options.hostsOfAllSources.filter(({ sourceId }) => sourceId === runtime.config.id),
      ),
    ),
  );
  const report = {
    at: now,
    sources,
    ...judgeHosts(hosts, judge(sources, now)),
    hosts: hosts.length,
    duplicates: likelyDuplicates(hosts),
    replicas: options.replicas,
    sharedNames: hosts
      .filter(({ hostname }) => isSharedName(hostname))
      .map(({ sourceId, hostname }) => ({ sourceId, hostname })),
    overwritten: await overwrittenMinutes(runtimes, here, now),
    outbox,
    store: describeStore(store, storePath, now),
  };
  return { ...report, findings: findingsOf(report) };
}

/**
 * Hosts known to be silent, longest first, without those expected to be; and how many nobody could
 * ask.
 */
function judgeHosts(
  hosts: readonly StoredHost[],
  judge: HealthJudge,
): Pick<DoctorReport, 'silent' | 'unread'> {
  const judged = hosts.map((host) => ({ host, health: judge(toSummary(host)) }));
  const silent = judged
    .filter(
      ({ health }) => !health.muted && (health.state === 'offline' || health.state === 'stale'),
    )
    .map(({ host }) => ({
      sourceId: host.sourceId,
      hostname: host.hostname,
      lastSeen: lastSeenOf(host),
      newestV2: (host.layouts & SEEN_IN.v2) === 0 ? null : host.sampleAt,
      newestLegacy: host.legacySeen,
    }))
    .sort((a, b) => (a.lastSeen ?? 0) - (b.lastSeen ?? 0));
  return { silent, unread: judged.filter(({ health }) => health.state === 'unread').length };
}

function describeStore(store: FleetStore, path: string, now: number): DoctorReport['store'] {
  return store.read(() => ({
    bytes: store.bytes(),
    ...store.blocks.extent(),
    quarantine: listQuarantined(path),
    mended: store.mended.all(),
    diskFull: store.diskFull,
    packed: store.packProgress(now),
  }));
}
