import { AppFailure, appFailure } from '../../contract/errors.ts';
import { BadAnswer } from './bad-answer.ts';
import { reasonOf } from './credentials.ts';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EPIPE',
]);

/** Node's codes of a certificate that does not do (`tls`, "X509 certificate error codes"). */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

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
  const code = networkCode(cause, NETWORK_CODES);
  const certificate = networkCode(cause, CERTIFICATE_CODES);
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
  if (REJECTED.has(name))
    return appFailure(
      'credentials-rejected',
      `AWS rejected the credentials while ${doing} (${name}).`,
      'Renew them ("aws sso login", a new access key) and check this machine\u2019s clock.',
      cause,
    );
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
  if (code !== null)
    return appFailure(
      'network',
      `DynamoDB cannot be reached (${code}, ${doing}).`,
      'Check the network and the endpoint.',
      cause,
    );
  if (certificate !== null)
    return appFailure(
      'network',
      `The certificate of the server was not trusted (${certificate}, ${doing}).`,
      'Check the endpoint; where a proxy of your company is in between, its certificate must be known to this system.',
      cause,
    );
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

function networkCode(error: unknown, codes: ReadonlySet<string>): string | null {
  // An AggregateError (several addresses tried) and wrapped errors keep the code further in.
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code, errors } = at as { code?: unknown; errors?: unknown[] };
    if (typeof code === 'string' && codes.has(code)) return code;
    at = at.cause ?? errors?.[0];
  }
  return null;
}

function httpStatus(error: unknown): number {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}
