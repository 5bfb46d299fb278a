import { InvalidArgumentError, type Command } from 'commander';
import { appFailure } from '../contract/errors.ts';
import { settingsSchema, type Settings } from '../contract/settings.ts';
import { z } from 'zod';

/** Flags that say where to read and write, for this run only. */
export interface SourceFlags {
  region?: string;
  profile?: string;
  endpoint?: string;
}

export function withSourceFlags(command: Command): Command {
  return command
    .option('--region <region>', 'AWS region, for this run')
    .option('--profile <name>', 'profile of the shared AWS configuration, for this run')
    .option('--endpoint <url>', 'DynamoDB endpoint, for this run');
}

/**
 * Lays the flags over the first source; any of them connects it, and a profile is used instead of keys that the app stores.
 * Throws `AppFailure` (`invalid-input`).
 */
export function applySourceFlags(settings: Settings, flags: SourceFlags): Settings {
  const { region, profile, endpoint } = flags;
  const given = Object.entries({ region, profile, endpoint }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return settings;
  const [first, ...others] = settings.sources;
  const credentials = profile === undefined ? {} : { credentials: 'chain' };
  const source = { ...first, ...Object.fromEntries(given), ...credentials, mode: 'on' };
  const parsed = settingsSchema.safeParse({ ...settings, sources: [source, ...others] });
  if (parsed.success) return parsed.data;
  throw appFailure('invalid-input', z.prettifyError(parsed.error), 'Correct the flags.');
}

/** Parses a flag that is a positive whole number. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0)
    throw new InvalidArgumentError('must be a positive whole number');
  return value;
}
