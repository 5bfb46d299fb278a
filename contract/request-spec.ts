import { z } from 'zod';
import { MAIN_METRIC, METRIC_IDS, REQUIRED_METRICS } from './metrics.ts';
import { sourceConfigSchema } from './settings.ts';
import { DAY_S } from './time.ts';

/**
 * Carries the type of an answer in the table below. It has no value: answers come from our own processes, not from
 * outside.
 */
export interface Output<T> {
  readonly type?: T;
}

/** One line of the table. */
export interface RequestSpec {
  /** Schema of the input. It is strict: unknown keys are refused. */
  readonly input: z.ZodType;
  readonly output: Output<unknown>;
  /** The input may contain a credential, so refusals and logs never repeat any of it. */
  readonly secret?: true;
}

/** The type of an answer, for the table. */
export const output = <T>(): Output<T> => ({});

/** No input. */
export const nothing = z.strictObject({});
/** Unix seconds. */
export const unixSeconds = z.number().int().nonnegative().max(8_640_000_000_000);
/** Identifies a host. */
export const hostRef = {
  sourceId: z.string().min(1).max(40),
  hostname: z.string().min(1).max(1024),
};
/** Names a profile of the AWS files. */
export const profileRef = { profile: sourceConfigSchema.shape.profile };
/** Identifies a sign-in in progress. */
export const signInRef = { id: z.uuid() };
/** Identifies a source. */
export const sourceRef = { sourceId: hostRef.sourceId };
/** From and to, Unix seconds. */
export const range = { from: unixSeconds, to: unixSeconds };
/** Days of silence. */
export const silentDays = z.number().int().min(1).max(3650);
/** Metrics, each by its name. */
export const metricList = z
  .array(z.enum(METRIC_IDS))
  .min(1)
  .max(METRIC_IDS.length)
  .default(REQUIRED_METRICS);
/** A range of one metric. */
export const metricRange = { ...range, metric: z.enum(METRIC_IDS).default(MAIN_METRIC) };

/** Most hosts in one request. */
export const MAX_SCOPED_HOSTS = 20_000;

interface Range {
  from: number;
  to: number;
}
/** For `refine`: a range that ends after it begins. */
export const inOrder = [({ from, to }: Range) => from < to, 'from must be before to'] as const;
/** For `refine`: limits the length of a range, in days. */
export const atMostDays = (days: number, words: string) =>
  [
    ({ from, to }: Range) => to - from <= days * DAY_S,
    `the range is longer than ${words}`,
  ] as const;
/** The longest range of one series: 13 months and a spare day. */
export const withinReach = atMostDays(400, '13 months');
