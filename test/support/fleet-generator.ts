import { encodeRegistryAttributes, encodeV2Item, type Item } from '../../contract/records.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import type { TableNames } from '../../contract/tables.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { markerId } from '../../fleet/remote/legacy.ts';
import { putItems } from './fleet-tables.ts';

/** The hosts of a synthetic fleet, and the time of its samples. */
export interface MadeUpFleet {
  hostnames: string[];
  /** Unix seconds, multiples of 60: samples exist in `[from, to)`. */
  from: number;
  to: number;
  /** Seconds between samples of a host, up to its last in the minute before `to`; absent: 60. */
  step?: number;
}

/** The facts of an ordinary Linux machine. */
export const LINUX: HostFacts = { platform: 'Linux', arch: 'x64', cpuCount: 4 };

/** Names `PREFIX-0000`, `PREFIX-0001` and so on. */
export function madeUpHostnames(count: number, prefix = 'host'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`);
}

/** A sample whose values follow from host and minute alone, so that each can be checked. */
export function madeUpSample(hostname: string, minute: number): Sample {
  const seed = hash(`${hostname} ${String(minute)}`);
  const wave = Math.sin((minute / 3600 + (hash(hostname) % 24)) * 0.26) * 20;
  return {
    hostname,
    minute,
    collectedAt: minute + (hash(hostname) % 20),
    cpuPercent: clamp(35 + wave + (seed % 200) / 10),
    memoryPercent: clamp(50 + wave / 4 + (seed % 50) / 10),
    memoryAvailableMb: 8000,
    memoryUsedMb: 8000,
  };
}

/** The samples of a fleet, host by host, oldest first. */
export function* madeUpSamples(fleet: MadeUpFleet): Generator<Sample> {
  const { hostnames, from, to, step = MINUTE_S } = fleet;
  const first = minuteOf(from) + ((to - MINUTE_S - minuteOf(from)) % step);
  for (const hostname of hostnames)
    for (let minute = first; minute < to; minute += step) yield madeUpSample(hostname, minute);
}

/** The registry row of a host after its newest sample. */
export function registryItem(sample: Sample, firstSeen: number, facts: HostFacts = LINUX): Item {
  return {
    hostname: sample.hostname,
    first_seen: firstSeen,
    ...encodeRegistryAttributes(sample, facts),
  };
}

/** Writes a fleet's samples and registry rows into its tables. */
export async function putFleet(
  clients: DynamoClients,
  tables: TableNames,
  fleet: MadeUpFleet,
): Promise<void> {
  const items = Array.from(madeUpSamples(fleet), (sample) => encodeV2Item(sample));
  await putItems(clients, tables.system, items);
  await putRegistry(clients, tables, fleet);
}

/** Writes the registry rows that a fleet has at the end of its time. */
export async function putRegistry(
  clients: DynamoClients,
  tables: TableNames,
  { hostnames, from, to }: MadeUpFleet,
): Promise<void> {
  await putItems(
    clients,
    tables.registry,
    hostnames.map((hostname) => registryItem(madeUpSample(hostname, to - MINUTE_S), from)),
  );
}

function clamp(value: number): number {
  return Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return value;
}

/** One upload of a host in the legacy layout. */
export interface LegacyUpload {
  hostname: string;
  /** Unix seconds of the samples in the batch. */
  times: number[];
  /** Unix seconds of the upload. */
  uploadedAt: number;
  compressed?: boolean;
}

/** The values of a host's legacy sample at a time. */
export function legacyValues(hostname: string, time: number): { cpu: number; memory: number } {
  const seed = hash(`${hostname} ${String(time)}`);
  return { cpu: (seed % 1000) / 10, memory: ((seed >>> 8) % 1000) / 10 };
}

/** A batch of the legacy layout as the Python daemon uploads it. */
export function legacyBatch(upload: LegacyUpload): Item {
  const { hostname, times, uploadedAt, compressed = true } = upload;
  const samples = times.map((time) => {
    const { cpu, memory } = legacyValues(hostname, time);
    return compressed
      ? { sys: { t: time, c: cpu, mp: memory, ma: 4000, mu: 4000 }, procs: {}, net: {}, t: time }
      : { system: { timestamp: time, cpu_percent: cpu, memory_percent: memory }, timestamp: time };
  });
  return {
    id: Math.round(uploadedAt * 1000),
    hostname,
    timestamp: uploadedAt,
    batch_size: times.length,
    start_time: times[0] ?? uploadedAt,
    end_time: times.at(-1) ?? uploadedAt,
    metrics_data: JSON.stringify(compressed ? { meta: { procs: {} }, samples } : samples),
    data_type: 'system_metrics',
    ...(compressed ? { compressed: true } : {}),
  };
}

/** The latest marker that points to an upload. */
export function legacyMarker({ hostname, uploadedAt }: LegacyUpload): Item {
  return {
    id: markerId(hostname),
    record_type: 'latest_marker',
    hostname,
    timestamp: uploadedAt,
    latest_record_id: Math.round(uploadedAt * 1000),
  };
}

/** A batch a minute with a sample every ten seconds, and the marker of the last. */
export function legacyHistory(hostname: string, from: number, to: number): Item[] {
  const uploads: LegacyUpload[] = [];
  for (let minute = minuteOf(from); minute < to; minute += MINUTE_S)
    uploads.push({
      hostname,
      times: Array.from({ length: 6 }, (_, index) => minute + index * 10),
      uploadedAt: minute + 55 + (hash(hostname) % 1000) / 1000,
    });
  const last = uploads.at(-1);
  return [...uploads.map(legacyBatch), ...(last === undefined ? [] : [legacyMarker(last)])];
}

/** The mean of a minute of `legacyHistory`, in tenths. */
export function legacyMinute(hostname: string, minute: number): [number, number, number] {
  const values = Array.from({ length: 6 }, (_, index) =>
    legacyValues(hostname, minute + index * 10),
  );
  const mean = (pick: (value: { cpu: number; memory: number }) => number): number =>
    Math.round((values.reduce((sum, value) => sum + pick(value), 0) / values.length) * 10);
  return [minute, mean(({ cpu }) => cpu), mean(({ memory }) => memory)];
}
