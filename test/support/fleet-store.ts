import type { HostRef } from '../../contract/host.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S, hourOf, minuteOf } from '../../contract/time.ts';
import type { Layout } from '../../fleet/store/minute.ts';
import type { FleetStore } from '../../fleet/store/store.ts';
import { openBlankStore } from './blank-store.ts';
import { madeUpHostnames, madeUpSample } from './fleet-generator.ts';

/** The size and contents of a store to fill. */
export interface MadeUpStore {
  hosts: number;
  days: number;
  /** Unix seconds. */
  now: number;
  sourceId?: string;
  /** The first hosts also report disk, load, network and processes. */
  rich?: number;
  /** Every n-th host fell silent an hour before `now`. */
  silentEvery?: number;
}

/** A host that writes minutes into a store. */
export interface Reporter extends HostRef {
  facts: HostFacts;
  layout: Layout;
  /** No samples are requested before this time (Unix seconds); absent: no limit. */
  since?: number;
  /** The sample of a minute (Unix seconds), or null if the host is silent. */
  sampleAt: (minute: number) => Sample | null;
}

const PLATFORMS: readonly HostFacts[] = [
  {
    platform: 'Linux',
    os: 'Debian 12',
    arch: 'x64',
    cpuModel: 'AMD EPYC 7543',
    cpuCount: 8,
    memoryTotalMb: 32_768,
  },
  {
    platform: 'Linux',
    os: 'Ubuntu 24.04',
    arch: 'arm64',
    cpuModel: 'Neoverse-N1',
    cpuCount: 4,
    memoryTotalMb: 16_384,
  },
  {
    platform: 'Darwin',
    os: 'macOS 26',
    arch: 'arm64',
    cpuModel: 'Apple M4',
    cpuCount: 10,
    memoryTotalMb: 24_576,
  },
  {
    platform: 'Windows',
    os: 'Windows Server 2025',
    arch: 'x64',
    cpuModel: 'Xeon Gold 6430',
    cpuCount: 16,
    memoryTotalMb: 65_536,
  },
];

/** Fills a store file with a made-up fleet, without DynamoDB. Returns the hostnames. */
export function fillStore(path: string, fleet: MadeUpStore): string[] {
  const { hosts, days, now, sourceId = 'default', silentEvery = 0, rich = 0 } = fleet;
  const hostnames = madeUpHostnames(hosts);
  const end = minuteOf(now);
  const reporters = hostnames.map((hostname, index): Reporter => {
    const silent = silentEvery > 0 && index % silentEvery === silentEvery - 1;
    const until = silent ? end - HOUR_S : end;
    return {
      sourceId,
      hostname,
      layout: 'v2',
      facts: PLATFORMS[index % PLATFORMS.length] ?? {},
      sampleAt: (minute) => {
        if (minute >= until) return null;
        const sample = madeUpSample(hostname, minute);
        return index < rich ? { ...sample, ...optionalParts(sample, now) } : sample;
      },
    };
  });
  fillWith(path, reporters, now - days * DAY_S, now);
  return hostnames;
}

/** Fills a store file with the minutes of `[from, now)`, Unix seconds, hour by hour. */
export function fillWith(
  path: string,
  reporters: readonly Reporter[],
  from: number,
  now: number,
): void {
  const store = openBlankStore(path);
  const start = hourOf(from);
  for (let hour = start; hour < now; hour += HOUR_S)
    reportMinutes(
      store,
      reporters.filter(({ since = 0 }) => since < hour + HOUR_S),
      hour,
      Math.min(hour + HOUR_S, minuteOf(now)),
    );
  store.write(() => {
    for (const reporter of reporters) {
      const id = store.hosts.ensure(reporter);
      store.hosts.setFacts(id, reporter.facts);
      store.hosts.wantFrom(id, Math.max(start, hourOf(reporter.since ?? 0)));
      store.hosts.setSyncedThrough(id, hourOf(now));
      store.hosts.setPolledThrough(id, minuteOf(now));
    }
  });
  store.close();
}

/** Stores the minutes of `[from, to)`, Unix seconds, of all hosts. Throws `AppFailure`. */
export function reportMinutes(
  store: FleetStore,
  reporters: readonly Reporter[],
  from: number,
  to: number,
): void {
  if (to <= from) return;
  store.write(() => {
    for (const { sampleAt, layout, sourceId, hostname } of reporters) {
      const minutes = Array.from(
        { length: (to - from) / MINUTE_S },
        (_, at) => from + at * MINUTE_S,
      );
      const records = minutes.flatMap((minute) => {
        const sample = sampleAt(minute);
        return sample === null ? [] : [{ sample }];
      });
      const host = store.hosts.ensure({ sourceId, hostname });
      store.record({ host, layout, records, known: { from, to }, now: to });
    }
  });
}

function optionalParts(sample: Sample, now: number): Partial<Sample> {
  const { cpuPercent, minute } = sample;
  return {
    diskPercent: 60 + (minute % DAY_S) / DAY_S,
    loadAvg1m: cpuPercent / 12,
    netRxBps: cpuPercent * 12_000,
    netTxBps: cpuPercent * 4_000,
    diskReadBps: cpuPercent * 9_000,
    diskWriteBps: cpuPercent * 21_000,
    ...(now - minute < HOUR_S
      ? {
          topProcesses: [
            { name: 'postgres', pid: 812, cpuPercent: cpuPercent / 2, memoryPercent: 21.4 },
            { name: 'node', pid: 1204, cpuPercent: cpuPercent / 4, memoryPercent: 6.2 },
          ],
        }
      : {}),
  };
}
