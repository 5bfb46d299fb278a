import { AppFailure, appFailure } from '../../contract/errors.ts';
import { BadAnswer } from './bad-answer.ts';
import { safeText } from '../../contract/safe-text.ts';
import { inFile } from './credential-faults.ts';
import { reasonOf } from './credentials.ts';
import { CERTIFICATE_CODES, NETWORK_CODES, causesOf, codeIn } from './network-codes.ts';
import type { RouteFacts } from './network-handler.ts';

/** Certificates that are good in themselves, at another time. */
const EXPIRED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
const REJECTED = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'ExpiredTokenException',
  'ExpiredToken',
  'InvalidClientTokenId',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
]);
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'ThrottledException',
]);

/**
 * What an error of the AWS SDK means to a person. `doing` completes "… failed while", e.g.
 * `reading py-perf-system-v2`. An `AppFailure` passes through.
 */
export function awsFailure(cause: unknown, doing: string): AppFailure {
  if (cause instanceof AppFailure) return cause;
  const name = cause instanceof Error ? cause.name : '';
  const code = codeIn(cause, NETWORK_CODES);
  const certificate = codeIn(cause, CERTIFICATE_CODES);
  if (name === 'AbortError') return appFailure('aborted', `Stopped while ${doing}.`, '', cause);
  if (cause instanceof BadAnswer)
    return appFailure(
      'bad-answer',
      `What came back while ${doing} is no complete answer of DynamoDB: ${cause.message}.`,
      'Check the endpoint, and whether this network wants you to sign in. Nothing of the answer was used; it is tried again.',
      cause,
    );
  if (NO_CREDENTIALS.has(name))
    return appFailure(
      'no-credentials',
      `No AWS credentials were found ${inProfile(cause)}for ${doing}: ${reasonOf(cause)}`,
      'Choose a profile in Settings, run "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
      cause,
    );
  if (isRejection(cause)) return rejected(cause, doing);
  if (name === 'AccessDeniedException')
    return appFailure(
      'access-denied',
      `DynamoDB refused ${doing} (AccessDenied).`,
      'Give this user the least policy: Diagnostics has it, and docs/aws.md.',
      cause,
    );
  if (name === 'ResourceNotFoundException')
    return appFailure(
      'table-missing',
      `A table does not exist (${doing}).`,
      'Check region and table names, or create the tables with "collect --create-tables".',
      cause,
    );
  if (THROTTLED.has(name))
    return appFailure(
      'throttled',
      `DynamoDB throttled ${doing}.`,
      'It is retried at the next sync; raise the table\u2019s capacity if it persists.',
      cause,
    );
  if (code !== null) return unreachable(code, doing, cause);
  if (certificate !== null) return untrusted(certificate, doing, cause);
  if (name === 'TimeoutError' || name === 'RequestTimeout' || name === 'RequestTimeoutException')
    return appFailure(
      'timeout',
      `DynamoDB did not answer in time (${doing}).`,
      'It is tried again at the next sync.',
      cause,
    );
  if (httpStatus(cause) >= 500 || name === 'InternalServerError')
    return appFailure(
      'service-failure',
      `DynamoDB failed while ${doing} (${name === '' ? 'server error' : name}).`,
      'It is tried again at the next sync.',
      cause,
    );
  if (isAnswer(cause))
    return appFailure(
      'service-failure',
      `DynamoDB answered with an error while ${doing}: ${name === '' ? '' : `${name}: `}${reasonOf(cause)}`,
      'Check region, endpoint and table names.',
      cause,
    );
  return appFailure(
    'not-configured',
    `No request could be sent for ${doing}: ${reasonOf(cause)}`,
    'DynamoDB was not asked: check profile, region and endpoint in Settings, and the files of the AWS configuration.',
    cause,
  );
}

/** Whether an error says that a server could not be reached or did not answer in time. */
export function isNetworkFailure(error: unknown): boolean {
  const isLate = error instanceof Error && /^(?:TimeoutError|AbortError)$/u.test(error.name);
  return (
    isLate || codeIn(error, NETWORK_CODES) !== null || codeIn(error, CERTIFICATE_CODES) !== null
  );
}

/** Whether AWS rejects the credentials themselves: unknown, expired, or not those that signed. */
export function isRejection(error: unknown): error is Error & { profile?: string } {
  return error instanceof Error && REJECTED.has(error.name);
}

/** Keys that AWS does not take; with the profile that they are of, where `createDynamoClients` has said so. */
function rejected(error: Error & { profile?: string }, doing: string): AppFailure {
  const { name, profile } = error;
  const whose = profile === undefined ? '' : ` of the profile ${inFile(profile)}`;
  const renew =
    profile === undefined
      ? 'Renew them ("aws sso login", a new access key)'
      : `Renew them: "login --profile ${safeText(profile, 100)}", or new keys there,`;
  return appFailure(
    'credentials-rejected',
    `AWS rejected the credentials${whose} while ${doing} (${name}).`,
    `${renew} and check this machine\u2019s clock.`,
    error,
  );
}

/** Whether an error is DynamoDB's own answer; all else has failed on this side. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && ('$fault' in error || httpStatus(error) > 0);
}

/** The SDK names the profile where it looked in one only; a name that is not there is the usual reason. */
function inProfile(cause: unknown): string {
  const [, profile] =
    /profile: \[([^\]]+)\]/u.exec(cause instanceof Error ? cause.message : '') ?? [];
  return profile === undefined ? '' : `in the profile "${profile}" `;
}

/** The way of a request that failed, in words: which host, and over which proxy. */
function routeOf(error: unknown): Partial<RouteFacts> {
  for (const { route } of causesOf(error) as Iterable<{ route?: RouteFacts }>)
    if (route !== undefined) return route;
  return {};
}

/** A host that cannot be reached: why, and where to look. */
function unreachable(code: string, doing: string, cause: unknown): AppFailure {
  const { host = 'DynamoDB', proxy = null } = routeOf(cause);
  const over = proxy === null ? '' : ` over the proxy ${safeText(proxy, 200)}`;
  const { text, hint } = networkWords(code, cause, proxy);
  return appFailure(
    'network',
    `${safeText(host, 200)} cannot be reached${over}: ${text} (${code}, ${doing}).`,
    hint,
    cause,
  );
}

interface NetworkWords {
  text: string;
  hint: string;
}

const PROXY_HINT =
  'Check the proxy: HTTPS_PROXY and NO_PROXY, or the proxy settings of this system.';

function networkWords(code: string, cause: unknown, proxy: string | null): NetworkWords {
  if (code === 'ERR_PROXY_TUNNEL') {
    const { statusCode } = cause as { statusCode?: number };
    if (statusCode === 407)
      return {
        text: 'the proxy wants a user and a password, or other ones',
        hint: 'Set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.',
      };
    const status = statusCode === undefined ? '' : ` (HTTP ${String(statusCode)})`;
    return { text: `the proxy refused the connection${status}`, hint: PROXY_HINT };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      text: 'its name cannot be resolved (DNS)',
      hint:
        proxy === null
          ? 'Check the network, the region and the endpoint. Where only a proxy leads out, set HTTPS_PROXY.'
          : PROXY_HINT,
    };
  if (code === 'ECONNREFUSED')
    return {
      text: proxy === null ? 'it refused the connection' : 'the proxy refused the connection',
      hint: proxy === null ? 'Check the endpoint, and whether the server runs.' : PROXY_HINT,
    };
  return {
    text: 'the connection failed',
    hint: proxy === null ? 'Check the network and the endpoint.' : PROXY_HINT,
  };
}

/** A certificate that is not trusted: whose, who signed it, and how to have it trusted. */
function untrusted(code: string, doing: string, cause: unknown): AppFailure {
  const { host = 'the server', issuer } = routeOf(cause);
  const signed = issuer === undefined ? '' : `, issued by "${issuer}",`;
  return appFailure(
    'network',
    `The certificate of ${safeText(host, 200)}${signed} is not trusted (${code}, ${doing}).`,
    EXPIRED.has(code)
      ? 'Check the clock of this machine, and the certificate of the endpoint.'
      : 'If a proxy of your company inspects the traffic, add its certificate authority to the system, or name its file (PEM) in AWS_CA_BUNDLE. Otherwise check the endpoint: somebody may be listening in.',
    cause,
  );
}

function httpStatus(error: unknown): number {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}
