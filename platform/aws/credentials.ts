import { access, constants, readFile } from 'node:fs/promises';
import { loadSharedConfigFiles } from '@smithy/core/config';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { redacted } from '../log/redact.ts';
import { timedOut, untilAborted } from './bounded-handler.ts';
import { CONFIG_FILE, CREDENTIALS_FILE, fileOf } from './shared-files.ts';

/** What the SDK asks for credentials whenever it has none that are good. */
export type CredentialsProvider = Extract<
  Awaited<DynamoDBClient['config']['credentials']>,
  (...input: never[]) => unknown
>;

/** What the SDK's chain says of each of its links that has nothing, to whoever listens. */
export interface ChainLogger {
  debug: (message: string) => void;
  info: () => void;
  warn: () => void;
  error: () => void;
}

/** What links say that were never meant to have anything. */
const NO_REASON =
  /environment variable credentials|skipping fromEnv|Skipping SSO|Web identity|Metadata Service|metadata service|any providers|using profile: \[|defaultProvider::|Profile .+ could not be found/iu;

/** Milliseconds that a search for credentials may take: sign-in tokens and roles need requests of their own. */
const SEARCH_TIMEOUT_MS = 30_000;
/** Milliseconds after which a search that has not ended is left alone, and the next need begins another. */
const ABANDON_AFTER_MS = 10 * 60_000;

/** Characters of a reason that are shown. */
const LONGEST_REASON = 400;
/** Causes of causes that are looked at. */
const DEEPEST_CAUSE = 5;
/** Profiles that may lead to each other by `source_profile`. */
const LONGEST_CHAIN = 10;

/**
 * Credentials as `find` finds them, but never waited for without end, and with a failure that says which profile and
 * file it lies in. What fails here fails on this machine, before DynamoDB has been asked: it throws `AppFailure`
 * (`no-credentials`).
 */
export function boundedCredentials(
  chain: (logger: ChainLogger) => CredentialsProvider,
  profile: string,
): CredentialsProvider {
  let search: Search | null = null;
  return async (input) => {
    const isAbandoned = search !== null && performance.now() - search.begunAt > ABANDON_AFTER_MS;
    if (search === null || isAbandoned) search = beginSearch(chain, input);
    const own = search;
    const patience = AbortSignal.timeout(SEARCH_TIMEOUT_MS);
    try {
      return await untilAborted(own.found, patience);
    } catch (error) {
      const seconds = String(SEARCH_TIMEOUT_MS / 1000);
      const cause = patience.aborted ? timedOut(`nothing came in ${seconds} s`, error) : error;
      throw await credentialsFailure(cause, profile, own.reasons);
    } finally {
      if (!patience.aborted && search === own) search = null;
    }
  };
}

interface Search {
  begunAt: number;
  found: ReturnType<CredentialsProvider>;
  /** What the links said before the last: the chain itself throws the last link's error only. */
  reasons: string[];
}

function beginSearch(
  chain: (logger: ChainLogger) => CredentialsProvider,
  input: Parameters<CredentialsProvider>[0],
): Search {
  const reasons: string[] = [];
  const ignore = (): void => undefined;
  const debug = (message: string): void => {
    const text = message.replace(/^@smithy\/property-provider \S+ /u, '');
    if (!NO_REASON.test(text) && !text.startsWith('@aws-sdk/')) reasons.push(text);
  };
  const found = chain({ debug, info: ignore, warn: ignore, error: ignore })(input);
  return { begunAt: performance.now(), found, reasons };
}

/** Why there are no credentials, with the SDK's own reason, the profile and the file that it lies in. */
async function credentialsFailure(
  cause: unknown,
  profile: string,
  reasons: readonly string[],
): Promise<AppFailure> {
  if (cause instanceof AppFailure) return cause;
  const [said] = reasons;
  const reason = reasonOf(said === undefined ? cause : new Error(said, { cause }));
  const named = `the profile "${safeText(profile, 100)}"`;
  if (/multi-factor|\bMFA\b/iu.test(reason))
    return appFailure(
      'no-credentials',
      `A role of ${named} (${fileOf(CONFIG_FILE)}) needs a code of multi-factor authentication (MFA), which cannot be asked for here.`,
      'Choose a profile with credentials for a session: "aws sts get-session-token --serial-number … --token-code …" makes some, or sign in with "aws sso login".',
      cause,
    );
  const fault = await faultIn(profile).catch(() => null);
  if (fault !== null) return appFailure('no-credentials', fault.message, fault.hint, cause);
  return appFailure(
    'no-credentials',
    `No AWS credentials were found by ${named}: ${reason}`,
    'Choose a profile in Settings, run "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
    cause,
  );
}

/** The messages of an error and its causes, those that say something new, as one safe line without secrets. */
export function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < DEEPEST_CAUSE; depth += 1) {
    const message = at.message === '' ? at.name : at.message;
    if (!messages.some((said) => said.includes(message))) messages.push(message);
    at = at.cause;
  }
  if (messages.length === 0) messages.push(String(error));
  return safeText(redacted(messages.join(': ')), LONGEST_REASON);
}

interface Fault {
  message: string;
  hint: string;
}

/** What is wrong with the shared files that the SDK itself passes over, or says in a way that nobody understands. */
async function faultIn(profile: string): Promise<Fault | null> {
  for (const file of [CONFIG_FILE, CREDENTIALS_FILE]) {
    const path = fileOf(file);
    if (!(await isUnreadable(path))) continue;
    return {
      message: `The AWS configuration in ${safeText(path)} cannot be read.`,
      hint: 'Make the file readable for this user.',
    };
  }
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const path = safeText(fileOf(CONFIG_FILE));
  let name = profile;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const values = { ...credentialsFile[name], ...configFile[name] };
    const shown = safeText(name, 100);
    if (configFile[name] === undefined && credentialsFile[name] === undefined)
      return name === profile && name === 'default' ? null : missingProfile(shown, path);
    const session = values['sso_session'];
    if (session !== undefined && configFile[`sso-session.${session}`] === undefined)
      return missingSession(shown, session, path);
    if (values['source_profile'] === undefined || values['source_profile'] === name) return null;
    name = values['source_profile'];
  }
  return null;
}

function missingProfile(name: string, path: string): Fault {
  return {
    message: `There is no profile "${name}" in ${path}, nor in ${safeText(fileOf(CREDENTIALS_FILE))}.`,
    hint: 'Check its name in Settings, AWS_PROFILE and source_profile; in the config file a profile begins with [profile NAME].',
  };
}

async function missingSession(profile: string, session: string, path: string): Promise<Fault> {
  const shown = safeText(session, 100);
  const others = await sessionsIn(fileOf(CONFIG_FILE));
  const there = others.length === 0 ? '' : ` There is: ${others.join(', ')}.`;
  return {
    message: `The profile "${profile}" names the sso-session "${shown}", which cannot be found in ${path}.${there}`,
    hint: `Write [sso-session NAME] and "sso_session = NAME" with the same name, without spaces; quotes around it do not help.`,
  };
}

/** The headings of sso-sessions as they stand in the file; the SDK leaves out those that it cannot read. */
async function sessionsIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return [...text.matchAll(/^\s*(\[sso-session[^\]\r\n]*\])/gmu)]
    .slice(0, 5)
    .map(([, heading = '']) => safeText(heading, 100));
}

async function isUnreadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}
