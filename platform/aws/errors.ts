import { AppFailure, appFailure } from '../../contract/errors.ts';
import { BadAnswer, badAnswerFailure } from './bad-answer.ts';
import { safeText } from '../../contract/safe-text.ts';
import { inFile } from './credential-faults.ts';
import { reasonOf } from './credentials.ts';
import { isOfTheWay } from '../net/network-codes.ts';
import { overProxy, wayFailure } from '../net/way-failure.ts';

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
const REJECTED = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'ExpiredTokenException',
  'ExpiredToken',
  'InvalidClientTokenId',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
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
  if (name === 'AbortError') return appFailure('aborted', `Stopped while ${doing}.`, '', cause);
  if (cause instanceof BadAnswer) return badAnswerFailure(cause, doing);
  if (NO_CREDENTIALS.has(name))
    return appFailure(
      'no-credentials',
      `No AWS credentials were found ${inProfile(cause)}for ${doing}: ${reasonOf(cause)}`,
      'Choose a profile in Settings, run "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
      cause,
    );
  if (isRejection(cause)) return rejected(cause, doing);
  if (name === 'AccessDeniedException') return denied(cause, doing);
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
  const way = wayFailure(cause, doing);
  if (way !== null) return way;
  if (name === 'TimeoutError' || name === 'RequestTimeout' || name === 'RequestTimeoutException')
    return appFailure(
      'timeout',
      `DynamoDB did not answer in time${overProxy(cause)} (${doing}).`,
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
  return isLate || isOfTheWay(error);
}

/** Whether AWS rejects the credentials themselves: unknown, expired, or not those that signed. */
export function isRejection(error: unknown): error is Error & { profile?: string } {
  return error instanceof Error && REJECTED.has(error.name);
}

/** The error for a refusal. AWS's text names the principal, the action, and the kind of policy. */
function denied(cause: unknown, doing: string): AppFailure {
  const reason = reasonOf(cause);
  return appFailure(
    'access-denied',
    `DynamoDB refused ${doing} (AccessDenied): ${reason}`,
    hintOfDenial(reason),
    cause,
  );
}

function hintOfDenial(reason: string): string {
  if (/\bkms\b/iu.test(reason))
    return 'The table is encrypted with a key of your account: allow this user kms:Decrypt and kms:DescribeKey on it.';
  if (/explicit deny/iu.test(reason))
    return 'A policy forbids it, which no other policy outweighs: look at the table\u2019s own policy, permission boundaries and the organization\u2019s control policies.';
  return 'Give this user the least policy, from Diagnostics or docs/aws.md.';
}

/** Keys that AWS rejects; with their profile, if `createDynamoClients` has set it. */
function rejected(error: Error & { profile?: string }, doing: string): AppFailure {
  const { name, profile } = error;
  if (isOfTheClock(error))
    return appFailure(
      'credentials-rejected',
      `AWS rejected the time of the request while ${doing} (${name}): ${reasonOf(error)}`,
      'Set the clock of this machine: it differs from that of AWS by five minutes or more.',
      error,
    );
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

/** Whether the signature itself is good, but made at another time than AWS's. */
function isOfTheClock({ name, message }: Error): boolean {
  return (
    /^(?:RequestExpired|RequestInTheFuture|RequestTimeTooSkewed)$/u.test(name) ||
    /signature (?:expired|not yet current)|too skewed/iu.test(message)
  );
}

/** Whether an error is DynamoDB's own answer; all else has failed on this side. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && ('$fault' in error || httpStatus(error) > 0);
}

/** The SDK names the profile if it searched only one; the usual cause is a missing profile. */
function inProfile(cause: unknown): string {
  const [, profile] =
    /profile: \[([^\]]+)\]/u.exec(cause instanceof Error ? cause.message : '') ?? [];
  return profile === undefined ? '' : `in the profile "${profile}" `;
}

function httpStatus(error: unknown): number {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}
