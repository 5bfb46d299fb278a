import { z } from 'zod';
import { MOST_CUSTOM, isCustomName, isCustomValue } from '../../contract/custom.ts';
import { appErrorSchema } from '../../contract/errors.ts';
import { METRICS, METRIC_IDS, REQUIRED_METRICS, isRequired } from '../../contract/metrics.ts';
import { isPlausible } from '../../contract/metric-values.ts';
import type { Sample } from '../../contract/sample.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';

const percent = z.number().min(0).max(100);
/** The year 9999 in Unix seconds: later values are no dates. */
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

/** The required fields of a sample. */
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

/** Optional fields of a sample besides its metrics. Invalid ones are left out. */
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
 * Parses a sample from the JSON of the outbox; null if it is not a sample. Invalid optional values and unknown keys are
 * left out.
 */
export function parseStoredSample(text: unknown): Sample | null {
  const json = looseSchema.safeParse(parseJson(text));
  return json.success ? sampleOf(json.data) : null;
}

/** Field names of 0.1.0, mapped to those of today. */
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

/** Parses JSON; undefined if the text is invalid. */
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

/** The notes of a collector by name; an invalid one counts as absent. */
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
