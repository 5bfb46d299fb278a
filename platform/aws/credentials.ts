import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { redacted } from '../log/redact.ts';
import { untilAborted } from '../until-aborted.ts';
import { badAnswerFailure, badAnswerIn } from './bad-answer.ts';
import { timedOut } from './bounded-handler.ts';
import { faultIn, inFile } from './credential-faults.ts';
import { isOfTheWay } from '../net/network-codes.ts';
import { wayFailure } from '../net/way-failure.ts';
import { loginCommandOf, loginSessionOf } from './login-session.ts';
import { CONFIG_FILE, fileOf } from './shared-files.ts';
import { hasToken, ssoSessionOf, type SsoSession } from './sso-session.ts';

/** Called by the SDK for credentials whenever it has no valid ones. */
export type CredentialsProvider = Extract<
  Awaited<DynamoDBClient['config']['credentials']>,
  (...input: never[]) => unknown
>;

/** Message of the SDK's chain for each link without credentials. */
export interface ChainLogger {
  debug: (message: string) => void;
  info: () => void;
  warn: () => void;
  error: () => void;
}

/** Messages of links that are not configured. */
const NO_REASON =
  /environment variable credentials|skipping fromEnv|Skipping SSO|Web identity|Metadata Service|metadata service|any providers|using profile: \[|isAssumeRoleWith|isCredentialSource|defaultProvider::|Profile .+ could not be found/iu;

/** Time limit of a search for credentials, milliseconds: sign-in tokens and roles need their own requests. */
const SEARCH_TIMEOUT_MS = 30_000;
/** Milliseconds after which a search that has not ended is left alone, and the next need begins another. */
const ABANDON_AFTER_MS = 10 * 60_000;

/** Characters of a reason that are shown. */
const LONGEST_REASON = 400;
/** Causes of causes that are looked at. */
const DEEPEST_CAUSE = 5;

/**
 * Credentials as `find` finds them, but never waited for without end, and with a failure that says which profile and
 * file it lies in. What fails here fails on this machine, before DynamoDB has been asked: it throws `AppFailure`
 * (`no-credentials`, `sign-in-needed`, `network`).
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
      const identity = await untilAborted(own.found, patience);
      if (/^["']/u.test(identity.accessKeyId)) throw await keyInQuotes(profile);
      return identity;
    } catch (error) {
      const seconds = String(SEARCH_TIMEOUT_MS / 1000);
      const cause = patience.aborted ? timedOut(`nothing came in ${seconds} s`, error) : error;
      throw await credentialsFailure(cause, profile, own.reasons);
    } finally {
      if (!patience.aborted && search === own) search = null;
    }
  };
}

/** No key begins so: AWS would refuse it, and not say why. */
async function keyInQuotes(profile: string): Promise<AppFailure> {
  const fault = await faultIn(profile, '').catch(() => null);
  return appFailure(
    'no-credentials',
    fault?.message ??
      'The access key in the environment is in quotes, which count as a part of it.',
    fault?.hint ?? 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY without quotes.',
  );
}

interface Search {
  begunAt: number;
  found: ReturnType<CredentialsProvider>;
  /** Messages of the links before the last one; the chain itself throws only the last link's error. */
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
  const fault = await faultIn(profile, reason).catch(() => null);
  if (fault !== null) return appFailure('no-credentials', fault.message, fault.hint, cause);
  const answer = badAnswerIn(cause, reason);
  if (answer !== null)
    return badAnswerFailure(answer, `fetching the credentials of the profile ${inFile(profile)}`);
  const session = await sessionToRenew(profile, reason).catch(() => null);
  if (session !== null) return renewalFailure(session, cause) ?? signInNeeded(session, cause);
  if (isOfTheWay(cause, reason))
    return appFailure(
      'network',
      `The credentials of the profile ${inFile(profile)} could not be fetched: ${reason}`,
      'Check the network. Where only a proxy leads out, name it in Settings, Network, or in HTTPS_PROXY.',
      cause,
    );
  const login = await loginSessionOf(profile).catch(() => null);
  if (login !== null)
    return appFailure(
      'sign-in-needed',
      `The session of "aws login" of the profile ${inFile(login.profile)} is over, or there was none: ${reason}`,
      `Run "${loginCommandOf(login)}" in a terminal: this program uses it at once.`,
      cause,
    );
  return appFailure(
    'no-credentials',
    `No AWS credentials were found by the profile ${inFile(profile)}: ${reason}`,
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

/**
 * The session that a profile signs in by, where it is its token that AWS does not take any more, or that is not there;
 * null where the search has failed for another reason.
 */
async function sessionToRenew(profile: string, reason: string): Promise<SsoSession | null> {
  const session = await ssoSessionOf(profile);
  if (session === null) return null;
  // The SDK wraps the answer of SSO so that only its text is left.
  if (/UnauthorizedException/u.test(reason)) return session;
  return (await hasToken(session, Date.now())) ? null : session;
}

/** Why a token could not be renewed, where its server was not reached: to sign in would not help; null: it was. */
function renewalFailure({ profile }: SsoSession, cause: unknown): AppFailure | null {
  if (!(cause instanceof Error) || !('way' in cause)) return null;
  const { way } = cause;
  if (way instanceof AppFailure) return way;
  const doing = `renewing the sign-in of the profile ${inFile(profile)}`;
  const answer = badAnswerIn(way);
  if (answer !== null) return badAnswerFailure(answer, doing);
  return (
    wayFailure(way, doing) ??
    appFailure(
      'network',
      `The network failed while ${doing}: ${reasonOf(way)}`,
      'It is tried again. Check the network; where only a proxy leads out, name it in Settings, Network.',
      cause,
    )
  );
}

function signInNeeded({ profile, name }: SsoSession, cause: unknown): AppFailure {
  const shown = safeText(profile, 100);
  const session = name === null ? '' : `sso-session "${safeText(name, 100)}" `;
  return appFailure(
    'sign-in-needed',
    `You are not signed in to AWS by the profile "${shown}" (${session}in ${safeText(fileOf(CONFIG_FILE))}): the sign-in is over, or there was none.`,
    `Sign in: by the button in the app, by "login --profile ${shown}", or by "aws sso login --profile ${shown}".`,
    cause,
  );
}
