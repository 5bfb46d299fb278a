import { z } from 'zod';
import { MOST_CUSTOM, isCustomName, isCustomValue } from '../../contract/custom.ts';
import { appErrorSchema } from '../../contract/errors.ts';
import { METRICS, METRIC_IDS, REQUIRED_METRICS, isRequired } from '../../contract/metrics.ts';
import { isPlausible } from '../../contract/metric-values.ts';
import type { Sample } from '../../contract/sample.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';

const percent = z.number().min(0).max(100);
/** The year 9999 in Unix seconds: later ones are no dates. */
const time = z.number().min(0).max(253_402_300_799);

const processSchema = z.object({
  name: z.string().max(1000),
  pid: z.int().nonnegative(),
  cpuPercent: percent,
  memoryPercent: percent,
});

const requiredShape = Object.fromEntries(
  REQUIRED_METRICS.map((id) => [
    METRICS[id].field,
    z.unknown().refine((value) => isPlausible(id, value)),
  ]),
);

/** What makes a sample; without it there is none. */
const coreSchema = z
  .object({
    hostname: z.string().min(1).max(512),
    minute: time.multipleOf(MINUTE_S),
    collectedAt: time,
    ...requiredShape,
  })
  .refine(({ minute, collectedAt }) => minuteOf(collectedAt) === minute);

const amount = z.number().min(0).max(1e15);
const name = z.string().min(1).max(1000);
const fileSystemSchema = z.object({
  mount: name,
  sizeMb: amount,
  usedMb: amount,
  inodesPercent: percent.optional(),
});
const interfaceSchema = z.object({
  name,
  rxBps: amount,
  txBps: amount,
  errors: amount.optional(),
});

const containerSchema = z.object({ name, cpuPercent: percent, memoryMb: amount });
const customSchema = z.object({
  name: z.string().refine(isCustomName),
  value: z.number().refine(isCustomValue),
});

/** What a sample may have besides its metrics; each is left out where it makes no sense. */
const extraSchema = z.object({
  memoryAvailableMb: z.number().min(0).max(1e12).optional().catch(undefined),
  memoryUsedMb: z.number().min(0).max(1e12).optional().catch(undefined),
  collector: z.string().max(1000).optional().catch(undefined),
  topProcesses: z.array(processSchema).max(100).optional().catch(undefined),
  fileSystems: z.array(fileSystemSchema).max(100).optional().catch(undefined),
  interfaces: z.array(interfaceSchema).max(100).optional().catch(undefined),
  containers: z.array(containerSchema).max(100).optional().catch(undefined),
  failedNames: z.array(name).max(100).optional().catch(undefined),
  custom: z.array(customSchema).max(MOST_CUSTOM).optional().catch(undefined),
});

const looseSchema = z.looseObject({});

/**
 * A sample as the outbox holds it, read back from its JSON; null where it is none any more. Optional values that make
 * no sense, and whatever no sample has, are left out.
 */
export function parseStoredSample(text: unknown): Sample | null {
  const json = looseSchema.safeParse(parseJson(text));
  return json.success ? sampleOf(json.data) : null;
}

/** Fields of samples that waited in 0.1.0, by what they are called today. */
const RENAMED = { [METRICS.cpuCoreMax.field]: 'cpuBusiestCorePercent' };

function sampleOf(stored: Record<string, unknown>): Sample | null {
  const json = { ...stored };
  for (const [field, before] of Object.entries(RENAMED)) json[field] ??= stored[before];
  const core = coreSchema.safeParse(json);
  if (!core.success) return null;
  const sample: Record<string, unknown> = { ...core.data };
  for (const id of METRIC_IDS) {
    const { field } = METRICS[id];
    if (!isRequired(id) && isPlausible(id, json[field])) sample[field] = json[field];
  }
  for (const [name, value] of Object.entries(extraSchema.parse(json)))
    if (value !== undefined) sample[name] = value;
  return sample as unknown as Sample;
}

/** JSON, or undefined where the text is none. */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

const storedSampleSchema = z
  .looseObject({})
  .transform(sampleOf)
  .refine((sample) => sample !== null);

/** The notes of a collector by their names; one that makes no sense is as one that is not there. */
export const NOTE_SCHEMAS = {
  hostname: z.string().min(1),
  lastSample: storedSampleSchema,
  lastUploadAt: time,
  lastError: appErrorSchema.nullable(),
} as const;

/** A batch of the legacy layout whose upload has begun. */
export const legacyBatchSchema = z.object({
  uploadedAt: time,
  samples: z.array(storedSampleSchema).min(1),
});
