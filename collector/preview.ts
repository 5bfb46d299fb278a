import { METRICS, METRIC_IDS } from '../contract/metrics.ts';
import { encodeV2Item } from '../contract/records.ts';
import { decodeCustom } from '../contract/custom.ts';
import { decodeDetails } from '../contract/sample-details.ts';
import type { HostFacts, Sample } from '../contract/sample.ts';
import { minuteOf } from '../contract/time.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import { readHostFacts } from './facts.ts';
import { shownScope, type ShownScope } from './scope.ts';
import { systemProbes, type Measuring } from './probes/system.ts';
import { Sampler } from './sampler.ts';
import { WRITE_UNIT, fitToWriteUnit } from './uploader/item-size.ts';

/** How a single sample is taken. */
export interface PreviewOptions {
  clock: Clock;
  /** Normalized. */
  hostname: string;
  /** Version of the application. */
  version: string;
  processNames: boolean;
  measuring: Measuring;
  /** Seconds between the two readings that CPU and rates need. */
  intervalS: number;
}

/** What a sample leaves out, and why. */
export interface LeftOut {
  what: string;
  why: string;
}

/** A sample to show, not to store. */
export interface Preview {
  /** Rounded as it would be stored. Without CPU or memory it would not be stored. */
  sample: Partial<Sample> & Pick<Sample, 'hostname' | 'minute' | 'collectedAt'>;
  facts: HostFacts;
  scope: ShownScope;
  leftOut: LeftOut[];
}

/** Measures once. Stores and sends nothing. */
export async function previewSample(options: PreviewOptions): Promise<Preview> {
  const { clock, hostname, version, processNames, measuring, intervalS } = options;
  const leftOut: LeftOut[] = [];
  const note = (what: string, why: string): void => {
    if (!leftOut.some((one) => one.what === what && one.why === why)) leftOut.push({ what, why });
  };
  const sampler = new Sampler({
    clock,
    hostname,
    collector: `py-perf-desktop/${version}`,
    processNames,
    onProblem: note,
    probes: systemProbes(measuring, note),
  });
  await sampler.prime();
  await clock.sleep(intervalS * 1000);
  const measured = await sampler.measure();
  const collectedAt = nowSeconds(clock);
  const identity = { hostname, minute: minuteOf(collectedAt), collectedAt };
  const whole: Sample = { cpuPercent: 0, memoryPercent: 0, ...identity, ...measured };
  const fitted = fitToWriteUnit(whole);
  for (const field of Object.keys(whole) as (keyof Sample)[])
    if (fitted[field] === undefined || isShorter(fitted[field], whole[field]))
      note(field, `the item would be larger than ${String(WRITE_UNIT)} bytes`);
  const sample = { ...identity, ...rounded(fitted) };
  if (measured.cpuPercent === undefined) delete sample.cpuPercent;
  if (measured.memoryPercent === undefined) delete sample.memoryPercent;
  const facts = await readHostFacts(version, measuring);
  return { sample, facts, scope: await shownScope(measuring), leftOut };
}

function isShorter(fitted: unknown, whole: unknown): boolean {
  return Array.isArray(fitted) && Array.isArray(whole) && fitted.length < whole.length;
}

/** The measurement, with the numbers as the stored item has them. */
function rounded(sample: Sample): Partial<Sample> {
  const item = encodeV2Item(sample);
  const values: Partial<Sample> = {};
  for (const [field, value] of Object.entries(sample))
    if (!IDENTITY.has(field))
      Object.assign(values, {
        [field]: typeof value === 'number' ? Math.round(value * 10) / 10 : (value as unknown),
      });
  const stored = [
    ...METRIC_IDS.map((id) => METRICS[id]),
    { field: 'memoryAvailableMb', attribute: 'memory_available_mb' },
    { field: 'memoryUsedMb', attribute: 'memory_used_mb' },
  ] as const;
  for (const { field, attribute } of stored)
    if (sample[field] !== undefined) Object.assign(values, { [field]: item[attribute] });
  if (sample.custom !== undefined) values.custom = decodeCustom(item);
  return Object.assign(values, decodeDetails(item));
}

const IDENTITY = new Set(['hostname', 'minute', 'collectedAt']);
