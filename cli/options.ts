import { InvalidArgumentError, type Command } from 'commander';
import { appFailure } from '../contract/errors.ts';
import { settingsSchema, sourceConfigSchema, type Settings } from '../contract/settings.ts';
import { z } from 'zod';

const {
  region: regionSchema,
  profile: profileSchema,
  endpoint: endpointSchema,
} = sourceConfigSchema.shape;

/** Flags that say where to read and write, for this run only. */
export interface SourceFlags {
  region?: string;
  profile?: string;
  endpoint?: string;
  /** Allows an endpoint on another machine over http://. */
  plainHttp?: boolean;
}

/** Adds the flags that say which source is read, for this run only. */
export function withSourceFlags(command: Command): Command {
  return command
    .option('--region <region>', 'AWS region, for this run', checkedBy(regionSchema))
    .option(
      '--profile <name>',
      'profile of the shared AWS configuration, for this run',
      checkedBy(profileSchema),
    )
    .option('--endpoint <url>', 'DynamoDB endpoint, for this run', checkedBy(endpointSchema))
    .option(
      '--plain-http',
      'allow http:// to another machine: others on the network can read and change the data',
    );
}

/**
 * Applies the flags to the first source. Any of them connects it, and a profile replaces keys stored by the app. Throws
 * `AppFailure` (`invalid-input`).
 */
export function applySourceFlags(settings: Settings, flags: SourceFlags): Settings {
  const { region, profile, endpoint, plainHttp } = flags;
  const given = Object.entries({ region, profile, endpoint }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0 && plainHttp === undefined) return settings;
  const [first, ...others] = settings.sources;
  const credentials = profile === undefined ? {} : { credentials: 'chain' };
  const source = {
    ...first,
    ...Object.fromEntries(given),
    ...credentials,
    ...(given.length === 0 ? {} : { mode: 'on' }),
    ...(plainHttp === undefined ? {} : { plainHttp }),
  };
  const parsed = settingsSchema.safeParse({ ...settings, sources: [source, ...others] });
  if (parsed.success) return parsed.data;
  throw appFailure('invalid-input', z.prettifyError(parsed.error), 'Correct the flags.');
}

/** Parses a flag that is a whole number from 1 to `most`. */
export function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${String(most)}.`);
    return value;
  };
}

/** Parses a flag with the schema of its setting. An empty value is refused, not treated as absent. */
export function checkedBy<T extends string>(schema: z.ZodType<T | undefined>): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (!parsed.success)
      throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
    if (parsed.data === undefined) throw new InvalidArgumentError('It must not be empty.');
    return parsed.data;
  };
}

const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/iu;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/iu;

/** Parses a time into Unix seconds; without a zone it is UTC, whatever the machine's zone. */
export function moment(text: string): number {
  const ms = ISO.test(text)
    ? Date.parse(text.length === 10 || ZONE.test(text) ? text : `${text}Z`)
    : NaN;
  if (Number.isNaN(ms) || ms < 0)
    throw new InvalidArgumentError('It must be a time such as 2026-11-30 or 2026-11-30T14:00.');
  return Math.floor(ms / 1000);
}
