import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AccessKeys, CredentialsState } from '../../contract/credentials.ts';
import type { QueuedNotice } from '../../contract/alert-notices.ts';
import type { ActiveAlert } from '../../contract/alerts.ts';
import type { FleetEvent, LegacyHistory, MetricStatistics } from '../../contract/answers.ts';
import type { SourceState } from '../../contract/fleet.ts';
import type { HostRef, HostSummary } from '../../contract/host.ts';
import type { MetricId } from '../../contract/metrics.ts';
import type { Item } from '../../contract/records.ts';
import type { HostFacts, TopProcess } from '../../contract/sample.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TableNames } from '../../contract/tables.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/upgrade');

/** One value a step; null: no sample. Six significant digits. */
export type RecordedValues = (number | null)[];

/** A series of a host as recorded: step `i` begins at `start + i * step`, Unix seconds. */
export interface RecordedSeries {
  start: number;
  step: number;
  count: number;
  metrics: Partial<
    Record<MetricId, { mean: RecordedValues; min?: RecordedValues; max?: RecordedValues }>
  >;
}

/** A release's answers about a host. */
export interface RecordedHost extends HostRef {
  /** The last three hours, all metrics. */
  minutes: RecordedSeries;
  /** CPU and memory of 30 hours, of some hosts. */
  day?: RecordedSeries;
  /** CPU and memory of three days, by quarter hours. */
  rollups: RecordedSeries;
  facts: HostFacts;
  /** Of 30 hours. */
  statistics: Partial<Record<MetricId, MetricStatistics>>;
  processes: { minute: number; processes: TopProcess[] };
}

/**
 * A release's answers after opening the data directory that it had written, without a network. Times are Unix seconds.
 */
export interface Recorded {
  version: string;
  commit: string;
  /** The time at which the directory was written and opened again. */
  now: number;
  /** Tables of the source that the collector uploads to. */
  dynamo: TableNames;
  hosts: (HostRef & Record<string, unknown>)[];
  removed: (HostRef & Record<string, unknown>)[];
  sources: SourceState[];
  alerts: ActiveAlert[];
  maintenance: HostRef[];
  perHost: RecordedHost[];
  fleetSeries: { start: number; step: number; count: number } & Record<string, unknown>;
  heatMap: { start: number; step: number; count: number } & Record<string, unknown>;
  events: FleetEvent[];
  legacyHistory: LegacyHistory[];
  capacity: (Record<string, unknown> & { cost: number })[];
  settings: Settings;
  shell: Record<string, unknown>;
  credentials: { keys: AccessKeys; state: CredentialsState['stored'] };
  outbox: {
    /** What the release would have written to DynamoDB for the waiting samples. */
    items: Item[];
    rejected: number;
    /** The legacy batch whose upload had begun, of the first of these samples. */
    begunBatch: Item;
  };
  /** Notices that no shell had acknowledged. */
  notices: QueuedNotice[];
}

/** The releases with a recorded data directory, oldest first. */
export function releases(): string[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** What a release recorded. */
export function recordedBy(release: string): Recorded {
  return JSON.parse(readFileSync(join(FIXTURES, release, 'expected.json'), 'utf8')) as Recorded;
}

/** Unpacks the data directory of a release into a temporary folder. Returns its path. */
export function unpackDataDir(release: string): string {
  const from = join(FIXTURES, release, 'data');
  const to = mkdtempSync(join(tmpdir(), 'py-perf-upgrade-'));
  for (const name of readdirSync(from)) {
    const bytes = readFileSync(join(from, name));
    if (name.endsWith('.gz'))
      writeFileSync(join(to, name.slice(0, -'.gz'.length)), gunzipSync(bytes), { mode: 0o600 });
    else writeFileSync(join(to, name), bytes, { mode: 0o600 });
  }
  return to;
}

/** An answer in the recorded form. */
export function recordable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (_key, value: unknown) =>
      value instanceof Float32Array
        ? Array.from(value, (entry) => (Number.isNaN(entry) ? null : Number(entry.toPrecision(6))))
        : value,
    ),
  ) as unknown;
}

/** The newest values of a host, by their recorded names. */
const NEWEST = {
  cpuPercent: 'cpu',
  memoryPercent: 'memory',
  diskPercent: 'disk',
  load1: 'load1',
} as const satisfies Record<string, MetricId>;

/** A host in the recorded form: each newest value separately, null if unknown. */
export function recordableHost({ newest, ...host }: HostSummary): Record<string, unknown> {
  const values = Object.entries(NEWEST).map(([name, id]) => [name, newest[id] ?? null]);
  return { ...host, ...(Object.fromEntries(values) as Record<string, unknown>) };
}
