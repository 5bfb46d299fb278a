import {
  METRICS,
  METRIC_IDS,
  isDerived,
  isRequired,
  type RequiredMetric,
} from '../../contract/metrics.ts';
import { isPlausible, type MetricValues } from '../../contract/metric-values.ts';
import type { BadItem } from '../store/sources.ts';
import { DAY_S } from '../../contract/time.ts';
import { numberIn, parsePythonJson } from './python-json.ts';

/** The metrics that the layout has. */
export type LegacyValues = MetricValues & Record<RequiredMetric, number>;

/** One of several samples a minute, as a legacy batch holds them. Times are Unix seconds; unknown values null. */
export interface LegacySample {
  time: number;
  values: LegacyValues;
  availableMb: number | null;
  usedMb: number | null;
  bytesSent: number | null;
  bytesReceived: number | null;
  processes: LegacyProcess[];
}

/** A process in a sample of the Python daemon. */
export interface LegacyProcess {
  pid: number;
  /** Null where the batch does not name it: a process that appears after the batch's first sample. */
  name: string | null;
  cpuPercent: number;
  rssMb: number;
  status: string | null;
}

/** The samples of one uploaded batch, and what could not be decoded. */
export interface LegacyBatch {
  samples: LegacySample[];
  bad: BadItem[];
}

/** DynamoDB's items end at 400 KB: what is longer is no batch. */
const MAX_LENGTH = 1_000_000;
const MAX_SAMPLES = 10_000;
const MAX_PROCESSES = 2000;
const MAX_NAME = 200;
/** Samples of one batch that are reported one by one. */
const MAX_REPORTED = 20;

const STATUS: ReadonlyMap<string, string> = new Map([
  ['r', 'running'],
  ['s', 'sleeping'],
  ['z', 'zombie'],
  ['t', 'stopped'],
  ['d', 'disk-sleep'],
  ['i', 'idle'],
]);

type Json = Record<string, unknown>;

/**
 * Decodes `metrics_data` of a legacy batch: a list of samples with long names, `{meta, samples}` with short ones, or
 * a bare list with either. Whether it is compressed shows in its shape, which old writers did not always label
 * right. What makes no sense is reported and skipped; it never throws. `key` names the batch, `now` in Unix seconds.
 */
export function decodeMetricsData(text: unknown, key: string, now: number): LegacyBatch {
  if (typeof text !== 'string') return refused(key, 'metrics_data: not a string');
  if (text.length > MAX_LENGTH) return refused(key, 'metrics_data: longer than an item can be');
  let json: unknown;
  try {
    json = parsePythonJson(text);
  } catch (error) {
    const detail = error instanceof RangeError ? 'nested too deeply' : 'not JSON';
    return refused(key, `metrics_data: ${detail}`);
  }
  const list = Array.isArray(json) ? json : own(json, 'samples');
  if (!Array.isArray(list)) return refused(key, 'metrics_data: no list of samples');
  if (list.length > MAX_SAMPLES) return refused(key, 'metrics_data: too many samples');
  return decodeList(list, namesOf(own(own(json, 'meta'), 'procs')), key, now);
}

function decodeList(
  list: readonly unknown[],
  names: ReadonlyMap<string, string>,
  key: string,
  now: number,
): LegacyBatch {
  const batch: LegacyBatch = { samples: [], bad: [] };
  list.forEach((entry, index) => {
    const decoded = decodeSample(entry, names, now);
    if (typeof decoded !== 'string') batch.samples.push(decoded);
    else if (batch.bad.length < MAX_REPORTED)
      batch.bad.push({ role: 'legacy', key: `${key}/${String(index)}`, problem: decoded });
  });
  return batch;
}

/** The sample, or what is wrong with it. */
function decodeSample(
  entry: unknown,
  names: ReadonlyMap<string, string>,
  now: number,
): LegacySample | string {
  const system = either(entry, 'system', 'sys');
  const network = either(entry, 'network', 'net');
  const time =
    numberOf(either(entry, 'timestamp', 't')) ?? numberOf(either(system, 'timestamp', 't'));
  if (time === null || time <= 0) return 'timestamp: not a time';
  if (time > now + DAY_S) return 'timestamp: more than a day ahead';
  const values = valuesOf(system);
  if (typeof values === 'string') return values;
  return {
    time,
    values,
    availableMb: positiveOf(either(system, 'memory_available_mb', 'ma')),
    usedMb: positiveOf(either(system, 'memory_used_mb', 'mu')),
    bytesSent: countOf(either(network, 'bytes_sent', 'bs')),
    bytesReceived: countOf(either(network, 'bytes_recv', 'br')),
    processes: processesOf(either(entry, 'processes', 'procs'), names),
  };
}

/** The metrics of the layout, or what is wrong with one that every sample has. */
function valuesOf(system: unknown): LegacyValues | string {
  const values: MetricValues = {};
  for (const id of METRIC_IDS) {
    if (isDerived(id)) continue;
    const { attribute, legacy, bounds } = METRICS[id];
    if (legacy === undefined) continue;
    const value = numberIn(either(system, attribute, legacy));
    if (isPlausible(id, value)) values[id] = value;
    else if (isRequired(id)) return `${attribute}: not between ${bounds.join(' and ')}`;
  }
  return values as LegacyValues;
}

function processesOf(value: unknown, names: ReadonlyMap<string, string>): LegacyProcess[] {
  if (!isObject(value)) return [];
  const found: LegacyProcess[] = [];
  for (const [key, process] of Object.entries(value).slice(0, MAX_PROCESSES)) {
    const pid = numberOf(own(process, 'pid')) ?? Number(key);
    if (!Number.isSafeInteger(pid) || pid < 0) continue;
    const status = own(process, 'status');
    found.push({
      pid,
      name: textOf(own(process, 'name')) ?? names.get(key) ?? null,
      cpuPercent: countOf(either(process, 'cpu_percent', 'c')) ?? 0,
      rssMb: countOf(either(process, 'memory_rss_mb', 'mr')) ?? 0,
      status: typeof status === 'string' ? (STATUS.get(status) ?? status) : null,
    });
  }
  return found;
}

/** `meta.procs`: what does not change over the batch, by pid. */
function namesOf(procs: unknown): Map<string, string> {
  const names = new Map<string, string>();
  if (!isObject(procs)) return names;
  for (const [pid, entry] of Object.entries(procs).slice(0, MAX_PROCESSES)) {
    const name = textOf(own(entry, 'name'));
    if (name !== null) names.set(pid, name);
  }
  return names;
}

function refused(key: string, problem: string): LegacyBatch {
  return { samples: [], bad: [{ role: 'legacy', key, problem }] };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property only: the text is untrusted, and `__proto__` is a name like any other in it. */
function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function either(value: unknown, long: string, short: string): unknown {
  return own(value, long) ?? own(value, short);
}

function numberOf(value: unknown): number | null {
  const number = numberIn(value);
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function countOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && number >= 0 ? number : null;
}

function positiveOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && number > 0 ? number : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_NAME) : null;
}
