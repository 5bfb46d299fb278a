import type { HostFacts, Sample } from '../../contract/sample.ts';
import { DAY, HOUR, MINUTE, hourOf, minuteOf } from '../../contract/time.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { madeUpHostnames, madeUpSample } from './fleet-generator.ts';

export interface MadeUpStore {
  hosts: number;
  days: number;
  /** Unix seconds. */
  now: number;
  sourceId?: string;
  /** Hosts that also report disk, load, network and processes; the first ones. */
  rich?: number;
  /** Every so many-th host fell silent an hour before `now`. */
  silentEvery?: number;
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

/** Fills a store file with a made-up fleet, hour by hour, without any DynamoDB. Answers the hostnames. */
export function fillStore(path: string, fleet: MadeUpStore): string[] {
  const { hosts, days, now, sourceId = 'default', silentEvery = 0 } = fleet;
  const hostnames = madeUpHostnames(hosts);
  const store = new FleetStore(path);
  const ids = store.write(() =>
    hostnames.map((hostname, index) => {
      const id = store.hosts.ensure({ sourceId, hostname });
      store.hosts.setFacts(id, PLATFORMS[index % PLATFORMS.length] ?? {});
      return id;
    }),
  );
  const end = minuteOf(now);
  for (let hour = hourOf(now - days * DAY); hour < end; hour += HOUR)
    store.write(() => {
      ids.forEach((host, index) => {
        const silent = silentEvery > 0 && index % silentEvery === silentEvery - 1;
        const to = Math.min(hour + HOUR, silent ? end - HOUR : end);
        fillHour(store, fleet, { host, hostname: hostnames[index] ?? '', index, hour, to });
      });
    });
  store.write(() => {
    for (const id of ids) {
      store.hosts.wantFrom(id, hourOf(now - days * DAY));
      store.hosts.setSyncedThrough(id, hourOf(now));
      store.hosts.setPolledThrough(id, end);
    }
  });
  store.close();
  return hostnames;
}

interface HourOfHost {
  host: number;
  hostname: string;
  index: number;
  hour: number;
  to: number;
}

function fillHour(
  store: FleetStore,
  { rich = 0, now }: MadeUpStore,
  { host, hostname, index, hour, to }: HourOfHost,
): void {
  if (to <= hour) return;
  const records = Array.from({ length: (to - hour) / MINUTE }, (_, at) => {
    const sample = madeUpSample(hostname, hour + at * MINUTE);
    return { sample: index < rich ? { ...sample, ...optionalParts(sample, now) } : sample };
  });
  store.record({ host, layout: 'v2', records, known: { from: hour, to }, now });
}

function optionalParts(sample: Sample, now: number): Partial<Sample> {
  const { cpuPercent, minute } = sample;
  return {
    diskPercent: 60 + (minute % DAY) / DAY,
    loadAvg1m: cpuPercent / 12,
    netRxBps: cpuPercent * 12_000,
    netTxBps: cpuPercent * 4_000,
    diskReadBps: cpuPercent * 9_000,
    diskWriteBps: cpuPercent * 21_000,
    ...(now - minute < HOUR
      ? {
          topProcesses: [
            { name: 'postgres', pid: 812, cpuPercent: cpuPercent / 2, memoryPercent: 21.4 },
            { name: 'node', pid: 1204, cpuPercent: cpuPercent / 4, memoryPercent: 6.2 },
          ],
        }
      : {}),
  };
}
