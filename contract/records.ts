import { z } from 'zod';
import { storedHostname } from './hostname.ts';
import {
  METRICS,
  METRIC_IDS,
  OPTIONAL_METRICS,
  REQUIRED_METRICS,
  isDerived,
  type FieldOf,
  type MetricId,
} from './metrics.ts';
import { isInBounds, rounded } from './metric-values.ts';
import { parsePartitionKey, partitionKey, TTL_DAYS } from './tables.ts';
import { DAY_S, MINUTE_S, hourOf, minuteOf, pythonIsoUtc } from './time.ts';
import { decodeCustom, encodeCustom } from './custom.ts';
import { decodeDetails, encodeDetails } from './sample-details.ts';
import type { HostFacts, Sample, TopProcess } from './sample.ts';

/** A stored item after unmarshalling: attribute names to plain values, numbers as JS numbers. */
export type Item = Record<string, unknown>;

const percent = z.number().min(0).max(100);

/** Greatest process id: 32 bits on Windows. */
const GREATEST_PID = 2 ** 32;
/** Greatest CPU use of a process in percent of one core: all cores of the largest machine. */
const MOST_PROCESS_PERCENT = 100_000;

/** Longest process name kept. Our writers keep items under 1 KB, but others can store 400 KB. */
const LONGEST_PROCESS_NAME = 255;

/** A metric in the form of items. */
interface StoredMetric<Id extends MetricId> {
  attribute: string;
  field: FieldOf<Id>;
  bounds: readonly [least: number, greatest: number];
}

function storedMetrics<Id extends MetricId>(ids: readonly Id[]): StoredMetric<Id>[] {
  return ids
    .filter((id) => !isDerived(id))
    .map((id) => {
      const { attribute, field, bounds } = METRICS[id];
      return { attribute, field, bounds };
    });
}

/** Computed once, because a poll of a large fleet decodes thousands of items. */
const REQUIRED = storedMetrics(REQUIRED_METRICS);
const OPTIONAL = storedMetrics(OPTIONAL_METRICS);

/**
 * The required attributes of a v2 item; others are optional and checked one by one. It only explains the problem with
 * an item: `decodeV2Item` detects one without it, in a tenth of the time.
 */
const v2CoreSchema = z.object({
  hostname_hour: z.string(),
  minute_timestamp: z.int().nonnegative(),
  ...Object.fromEntries(
    REQUIRED_METRICS.map((id) => {
      const { attribute, bounds } = METRICS[id];
      return [attribute, z.number().min(bounds[0]).max(bounds[1])];
    }),
  ),
});

/** A decoded item, or why decoding failed. */
export type Decoded<T> = { value: T } | { problem: string };

/** Seconds: times further ahead of the reader's clock are invalid (`docs/records.md`). */
export const MAX_AHEAD_S = DAY_S;

/**
 * Tolerated lead of a host's last-seen time over the reader's clock, seconds: the clock skew that AWS itself
 * tolerates. Times further ahead come from a wrong clock and do not show when the host was alive.
 */
export const MAX_SEEN_AHEAD_S = 5 * MINUTE_S;

/**
 * Decodes an item of `py-perf-system-v2`. The host and hour come from the partition key, because that is
 * the key of the request. Invalid optional attributes are dropped; an invalid core attribute,
 * or a time more than a day ahead of `now` (Unix seconds), makes the item a problem.
 */
export function decodeV2Item(item: Item, now: number): Decoded<Sample> {
  const { hostname_hour, minute_timestamp } = item;
  if (!isText(hostname_hour) || !isWholeTime(minute_timestamp) || !hasRequiredMetrics(item))
    return { problem: describeIssue(v2CoreSchema.safeParse(item).error) };
  const key = hourNamedBy(hostname_hour);
  if (key === null) return { problem: 'hostname_hour: names no UTC hour' };
  const hostname = storedHostname(key.hostname);
  if ('problem' in hostname) return hostname;
  const minute = minuteOf(minute_timestamp);
  if (hourOf(minute) !== key.hour)
    return { problem: 'minute_timestamp: outside the hour of its partition key' };
  if (minute > now + MAX_AHEAD_S) return { problem: 'minute_timestamp: more than a day ahead' };
  const sample = {
    hostname: hostname.name,
    minute,
    collectedAt: within(item['collected_at'], minute, minute + MINUTE_S) ?? minute_timestamp,
  } as Sample;
  for (const { attribute, field } of REQUIRED) sample[field] = item[attribute] as number;
  for (const { attribute, field, bounds } of OPTIONAL) {
    const value = item[attribute];
    if (isInBounds(bounds, value)) sample[field] = value;
  }
  // Writers store 0 for an unknown value (`docs/records.md`); here it is absent.
  if (isPositive(item['memory_available_mb']))
    sample.memoryAvailableMb = item['memory_available_mb'];
  if (isPositive(item['memory_used_mb'])) sample.memoryUsedMb = item['memory_used_mb'];
  if (typeof item['collector'] === 'string')
    sample.collector = item['collector'].slice(0, LONGEST_FACT);
  const top = decodeTopProcesses(item['top_processes']);
  if (top.length > 0) sample.topProcesses = top;
  const custom = decodeCustom(item);
  if (custom.length > 0) sample.custom = custom;
  return { value: Object.assign(sample, decodeDetails(item)) };
}

type NamedHour = ReturnType<typeof parsePartitionKey>;
let lastParsed: { key: string; named: NamedHour } = { key: '', named: null };

/** `parsePartitionKey` with its last result cached: most items of an answer share a key. */
function hourNamedBy(key: string): NamedHour {
  if (lastParsed.key !== key) lastParsed = { key, named: parsePartitionKey(key) };
  return lastParsed.named;
}

/** Encodes a sample as an item of `py-perf-system-v2`, rounded like the Python daemon's. */
export function encodeV2Item(sample: Sample): Item {
  const item: Item = {
    hostname_hour: partitionKey(sample.hostname, sample.minute),
    minute_timestamp: sample.minute,
    hostname: sample.hostname,
    timestamp: sample.minute,
    memory_available_mb: Math.round(sample.memoryAvailableMb ?? 0),
    memory_used_mb: Math.round(sample.memoryUsedMb ?? 0),
    collected_at: sample.collectedAt,
    created_at: pythonIsoUtc(sample.collectedAt),
    ttl: itemTtl(sample),
  };
  for (const id of METRIC_IDS) {
    const { attribute, field } = METRICS[id];
    const value = sample[field];
    if (value !== undefined && !isDerived(id)) item[attribute] = rounded(id, value);
  }
  if (sample.collector !== undefined) item['collector'] = sample.collector;
  if (sample.topProcesses !== undefined && sample.topProcesses.length > 0)
    item['top_processes'] = sample.topProcesses.map((process) => ({
      name: process.name,
      pid: process.pid,
      cpu_percent: oneDecimal(process.cpuPercent),
      memory_percent: oneDecimal(process.memoryPercent),
    }));
  return Object.assign(item, encodeCustom(sample.custom), encodeDetails(sample));
}

/** When DynamoDB can delete the sample: `collected_at` + 30 days, Unix seconds, integer. */
export function itemTtl(sample: Pick<Sample, 'collectedAt'>): number {
  return Math.trunc(sample.collectedAt) + TTL_DAYS * DAY_S;
}

/** One row of `py-perf-systems-registry`, without `status`, which is always computed. */
export interface RegistryEntry extends HostFacts {
  hostname: string;
  /** Unix seconds; null if the row's time is in the future. */
  lastSeen: number | null;
  firstSeen: number | null;
  cpuPercent: number | null;
  memoryPercent: number | null;
  active: boolean;
  removedAt: string | null;
}

/** Longest text about a machine that is read, in UTF-16 code units. */
const LONGEST_FACT = 200;
/** Far more than any machine has. */
const MOST_CORES = 100_000;
/** An exbibyte, in MiB. */
const MOST_MEMORY_MB = 2 ** 40;
const FACT_TEXTS = [
  ['platform', 'platform'],
  ['os', 'os'],
  ['arch', 'arch'],
  ['cpu_model', 'cpuModel'],
  ['collector', 'collector'],
] as const;

/** Decodes a registry item; only `hostname` and `last_seen` are required. */
export function decodeRegistryItem(item: Item, now: number): Decoded<RegistryEntry> {
  const hostname = storedHostname(item['hostname']);
  if ('problem' in hostname) return hostname;
  const lastSeen = item['last_seen'];
  if (!isFiniteNumber(lastSeen) || lastSeen < 0) return { problem: 'last_seen: not a time' };
  if (lastSeen > now + MAX_AHEAD_S) return { problem: 'last_seen: more than a day ahead' };
  const entry: RegistryEntry = {
    hostname: hostname.name,
    lastSeen: lastSeen > now + MAX_SEEN_AHEAD_S ? null : lastSeen,
    firstSeen: within(item['first_seen'], 1, now + MAX_AHEAD_S),
    cpuPercent: percentOrNull(item['cpu_percent']),
    memoryPercent: percentOrNull(item['memory_percent']),
    active: item['active'] !== false,
    removedAt: typeof item['removed_at'] === 'string' ? item['removed_at'] : null,
  };
  for (const [attribute, field] of FACT_TEXTS) {
    const text = item[attribute];
    if (typeof text === 'string') entry[field] = text.slice(0, LONGEST_FACT);
  }
  const cores = item['cpu_count'];
  if (isPositive(cores) && cores <= MOST_CORES) entry.cpuCount = cores;
  const memory = item['memory_total_mb'];
  if (isPositive(memory) && memory <= MOST_MEMORY_MB) entry.memoryTotalMb = memory;
  return { value: entry };
}

/** The attributes that every upload sets on the registry row of its host (besides `first_seen`). */
export function encodeRegistryAttributes(sample: Sample, facts: HostFacts): Item {
  const attributes: Item = {
    last_seen: sample.collectedAt,
    last_update: pythonIsoUtc(sample.collectedAt),
    cpu_percent: oneDecimal(sample.cpuPercent),
    memory_percent: oneDecimal(sample.memoryPercent),
    status: 'online',
    active: true,
  };
  if (facts.platform !== undefined) attributes['platform'] = facts.platform;
  if (facts.os !== undefined) attributes['os'] = facts.os;
  if (facts.arch !== undefined) attributes['arch'] = facts.arch;
  if (facts.cpuModel !== undefined) attributes['cpu_model'] = facts.cpuModel;
  if (facts.cpuCount !== undefined) attributes['cpu_count'] = facts.cpuCount;
  if (facts.memoryTotalMb !== undefined) attributes['memory_total_mb'] = facts.memoryTotalMb;
  if (facts.collector !== undefined) attributes['collector'] = facts.collector;
  return attributes;
}

function decodeTopProcesses(value: unknown): TopProcess[] {
  if (!Array.isArray(value)) return [];
  const found: TopProcess[] = [];
  for (const entry of value.slice(0, 5) as unknown[]) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { name, pid, cpu_percent, memory_percent } = entry as Item;
    if (!isText(name) || !isWithin(pid, GREATEST_PID)) continue;
    if (!isWithin(cpu_percent, MOST_PROCESS_PERCENT) || !isWithin(memory_percent, 100)) continue;
    const shown = name.slice(0, LONGEST_PROCESS_NAME);
    found.push({ name: shown, pid, cpuPercent: cpu_percent, memoryPercent: memory_percent });
  }
  return found;
}

/** As in `v2CoreSchema`. */
function hasRequiredMetrics(item: Item): boolean {
  return REQUIRED.every(({ attribute, bounds }) => isInBounds(bounds, item[attribute]));
}

function describeIssue(error: z.ZodError | undefined): string {
  const issue = error?.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.')}: ${issue.message}`;
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWholeTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isWithin(value: unknown, most: number): value is number {
  return isFiniteNumber(value) && value >= 0 && value <= most;
}

function isPositive(value: unknown): value is number {
  return isFiniteNumber(value) && value > 0;
}

function within(value: unknown, from: number, to: number): number | null {
  return isFiniteNumber(value) && value >= from && value < to ? value : null;
}

function percentOrNull(value: unknown): number | null {
  return percent.safeParse(value).success ? (value as number) : null;
}
