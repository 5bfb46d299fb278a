import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getHomeDir } from '@smithy/core/config';
import { z } from 'zod';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { sdkChain, type CredentialsChain } from './chain.ts';
import { boundedCredentials, reasonOf, type CredentialsProvider } from './credentials.ts';
import { readText } from '../fs/read-text.ts';
import { causesOf } from '../net/network-codes.ts';
import { profileChain, readSharedFiles, type ProfileValues } from './profiles.ts';
import { CONFIG_FILE, fileOf } from './shared-files.ts';

type Identity = Awaited<ReturnType<CredentialsProvider>>;

/** A role that is only given to who shows a code of a device (`mfa_serial` of a profile). */
export interface MfaRole {
  /** The profile that was asked for. */
  profile: string;
  /** The device, as an ARN or a serial number. */
  serial: string;
  /** Another text for each configuration: what was had with one is nothing to another. */
  key: string;
  /** The AWS CLI's file of such a session; null if the role is only a step to another. */
  file: string | null;
}

/** Milliseconds before its end at which a session is no longer taken from its file. */
const MARGIN_MS = 60_000;

/** Sessions of this thread: one code serves sync, collector and doctor alike. */
const sessions = new Map<string, Identity>();

/** The role with an MFA device that a profile, or one of its sources, assumes; null: none. */
export async function mfaRoleOf(profile: string): Promise<MfaRole | null> {
  const chain = profileChain(await readSharedFiles(), profile);
  const at = chain.findIndex(({ values }) => values['mfa_serial'] && values['role_arn']);
  const found = chain[at];
  if (found === undefined) return null;
  return {
    profile,
    serial: found.values['mfa_serial'] ?? '',
    key: JSON.stringify(chain),
    file: at === 0 ? cacheFileOf(found.values) : null,
  };
}

/**
 * A chain that takes the session of a role with a device where there is one, and asks AWS for nothing where there is
 * none: only a person has the code. Throws `AppFailure` (`mfa-needed`) then.
 */
export function withMfaSession(chain: CredentialsChain, profile: string): CredentialsChain {
  return (logger) => async (input) => {
    const role = await mfaRoleOf(profile);
    if (role === null) return chain(logger)(input);
    const session = sessionOf(role);
    if (session === null) throw mfaNeeded(role);
    return session;
  };
}

/** The MFA role for which a profile needs a code; null if it needs none or has a session. */
export async function missingMfaSession(profile: string): Promise<MfaRole | null> {
  const role = await mfaRoleOf(profile);
  return role === null || sessionOf(role) !== null ? null : role;
}

/**
 * Takes the role of a profile with the code of its device, and keeps the session for this thread and, as the AWS CLI
 * does, on disk. Throws `AppFailure`: `mfa-needed` where AWS does not take the code; whatever a search for credentials
 * throws.
 */
export async function beginMfaSession(profile: string, code: string): Promise<void> {
  const role = await mfaRoleOf(profile);
  if (role === null)
    throw appFailure(
      'not-configured',
      `The profile "${safeText(profile, 100)}" has no device for multi-factor authentication.`,
      `Write mfa_serial and role_arn into the profile, in ${safeText(fileOf(CONFIG_FILE))}.`,
    );
  const find = boundedCredentials(sdkChain(profile, code), profile);
  const identity = await find().catch((error: unknown) => {
    throw refusedCode(error, role);
  });
  sessions.set(role.key, identity);
  if (role.file !== null) await writeSession(role.file, identity);
}

/** Forgets the session of a profile: AWS rejects it. */
export async function forgetMfaSession(profile: string): Promise<void> {
  const role = await mfaRoleOf(profile);
  if (role === null) return;
  sessions.delete(role.key);
  if (role.file !== null) rmSync(role.file, { force: true });
}

/** The error for a missing code, with the place to enter it. */
function mfaNeeded({ profile, serial }: MfaRole): AppFailure {
  const name = safeText(profile, 100);
  return appFailure(
    'mfa-needed',
    `The profile "${name}" in ${safeText(fileOf(CONFIG_FILE))} needs a code of multi-factor authentication (MFA) from ${safeText(serial, 200)}.`,
    `Enter it in the app, or run "login --profile ${name}" in a terminal.`,
  );
}

function refusedCode(error: unknown, { profile, serial }: MfaRole): unknown {
  const { cause } = error instanceof AppFailure ? error : {};
  const refusal = [...causesOf(cause)].find(({ message }) =>
    /multi-?factor|\bMFA\b|tokenCode/iu.test(message),
  );
  if (refusal === undefined) return error;
  return appFailure(
    'mfa-needed',
    `AWS did not take the code of ${safeText(serial, 200)} for the profile "${safeText(profile, 100)}": ${reasonOf(refusal)}`,
    'Enter the next code that the device shows; each is taken once. If none is taken, check mfa_serial and the clock of the device.',
    error,
  );
}

function sessionOf({ key, file }: MfaRole): Identity | null {
  const identity = sessions.get(key) ?? (file === null ? null : readSession(file));
  const left = (identity?.expiration?.getTime() ?? 0) - Date.now();
  if (identity === null || left < MARGIN_MS) {
    sessions.delete(key);
    return null;
  }
  sessions.set(key, identity);
  return identity;
}

/** As botocore names it (`AssumeRoleCredentialFetcher`): the SHA-1 of the arguments as Python's `json.dumps` writes them. */
function cacheFileOf(values: ProfileValues): string {
  const duration = values['duration_seconds'];
  const args = {
    DurationSeconds: duration === undefined ? undefined : Number.parseInt(duration, 10),
    ExternalId: values['external_id'],
    RoleArn: values['role_arn'],
    RoleSessionName: values['role_session_name'],
    SerialNumber: values['mfa_serial'],
  };
  const text = Object.entries(args).flatMap(([name, value]) =>
    value === undefined ? [] : [`"${name}": ${JSON.stringify(value)}`],
  );
  const hash = createHash('sha1')
    .update(`{${text.join(', ')}}`)
    .digest('hex');
  return join(getHomeDir(), '.aws', 'cli', 'cache', `${hash}.json`);
}

const sessionSchema = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    SecretAccessKey: z.string().min(1),
    SessionToken: z.string().min(1),
    Expiration: z
      .string()
      .transform((text) => new Date(text))
      .pipe(z.date()),
  }),
});

/** Null: missing or unreadable, so a code is requested. */
function readSession(file: string): Identity | null {
  try {
    const { Credentials: kept } = sessionSchema.parse(JSON.parse(readText(file)));
    return {
      accessKeyId: kept.AccessKeyId,
      secretAccessKey: kept.SecretAccessKey,
      sessionToken: kept.SessionToken,
      expiration: kept.Expiration,
    };
  } catch {
    return null;
  }
}

async function writeSession(file: string, identity: Identity): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = identity;
  const kept = {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration?.toISOString(),
    },
  };
  try {
    // Loaded on demand: a collector never asks for a code.
    const { default: writeFileAtomic } = await import('write-file-atomic');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileAtomic.sync(file, JSON.stringify(kept), { mode: 0o600 });
  } catch {
    // The session still works in this process; another process asks for its own code.
  }
}
