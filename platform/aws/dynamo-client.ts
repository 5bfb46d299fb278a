import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AccessKeys } from '../../contract/credentials.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import { BadAnswer } from './bad-answer.ts';
import { sdkChain, type CredentialsChain } from './chain.ts';
import {
  REQUEST_LIMITS,
  boundedHandler,
  requestScope,
  timedOut,
  type RequestLimits,
  type RequestScope,
} from './bounded-handler.ts';
import { untilAborted } from '../until-aborted.ts';
import { incompleteness, needsCapacity } from './complete-answer.ts';
import { dropEmptyVariables, resolveConnection } from './config.ts';
import { isRejection } from './errors.ts';
import { followedCredentials } from './followed-credentials.ts';
import { forgetMfaSession, withMfaSession } from './mfa.ts';
import { NetworkHandler } from './network-handler.ts';
import { boundedCredentials, type CredentialsProvider } from './credentials.ts';

/** Attempts that the SDK makes per request, with its own exponential backoff and jitter in between. */
const MAX_ATTEMPTS = 4;

/** Clients of one source. */
export interface DynamoClients {
  /** Control plane: DescribeTable, CreateTable, TTL. */
  readonly base: DynamoDBClient;
  /** Data plane, with items as plain values and numbers as JS numbers. */
  readonly document: DynamoDBDocumentClient;
  destroy(): void;
}

/**
 * Clients for one source. What the source leaves open, the SDK's standard configuration decides (`AWS_PROFILE`,
 * `AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`, shared files…); credentials are `keys` where given, else those of its
 * provider chain; a role of the source is taken with them. Throws `AppFailure` (`not-configured`) where no region can
 * be found.
 */
export async function createDynamoClients(
  source: SourceConfig,
  keys?: AccessKeys,
): Promise<DynamoClients> {
  dropEmptyVariables();
  const { region, endpoint, profile } = await resolveConnection(source);
  const base = new DynamoDBClient({
    region,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: new NetworkHandler(),
    ...(source.profile === undefined ? {} : { profile: source.profile }),
    ...(keys === undefined ? {} : { credentials: identityOf(keys) }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  if (keys !== undefined && source.role === undefined) return clientsOn(base);
  const own: CredentialsProvider =
    keys === undefined
      ? boundedCredentials(chainOf(source, profile), profile)
      : () => Promise.resolve(identityOf(keys));
  const credentials = followedCredentials(await withRole(source, own, region));
  base.config.credentials = credentials;
  return clientsOn(base, REQUEST_LIMITS, (error) => {
    credentials.forget();
    if (keys !== undefined || isByKeys(source)) return;
    Object.assign(error, { profile });
    void forgetMfaSession(profile).catch(() => undefined);
  });
}

/** STS is loaded only if a role is assumed, to keep it out of the memory of other collectors. */
async function withRole(
  { role }: SourceConfig,
  own: CredentialsProvider,
  region: string,
): Promise<CredentialsProvider> {
  if (role === undefined) return own;
  const { roleCredentials } = await import('./role.ts');
  return roleCredentials(role, own, region);
}

/**
 * Both planes on one client. Whatever is sent by them has a deadline, answers included, and only a complete answer of
 * DynamoDB counts as one: all else is thrown as `BadAnswer` or as a `TimeoutError`. `onRejected` is called when AWS
 * rejects the credentials.
 */
export function clientsOn(
  base: DynamoDBClient,
  limits: RequestLimits = REQUEST_LIMITS,
  onRejected: (error: Error) => void = () => undefined,
): DynamoClients {
  base.config.requestHandler = boundedHandler(base.config.requestHandler, limits);
  guardRequests(base, limits.totalMs, onRejected);
  const document = DynamoDBDocumentClient.from(base, {
    marshallOptions: { removeUndefinedValues: true },
    // Numbers arrive with up to 38 digits; the SDK's default throws beyond 2^53.
    unmarshallOptions: { wrapNumbers: Number },
  });
  return {
    base,
    document,
    destroy() {
      document.destroy();
      base.destroy();
    },
  };
}

/** Puts the deadline of a request, and the check of its answer, around all that the SDK does. */
function guardRequests(
  base: DynamoDBClient,
  totalMs: number,
  onRejected: (error: Error) => void,
): void {
  base.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? '').replace(/Command$/u, '');
      const input: object = needsCapacity(operation)
        ? { ReturnConsumedCapacity: 'TOTAL', ...args.input }
        : args.input;
      const result = await withinDeadline(totalMs, () => next({ ...args, input })).catch(
        (error: unknown) => {
          if (isRejection(error)) onRejected(error);
          throw error;
        },
      );
      const problem = incompleteness(operation, input, result.output);
      if (problem !== null) throw new BadAnswer(problem);
      return result;
    },
    { step: 'initialize', priority: 'high', name: 'guardRequests', override: true },
  );
}

async function withinDeadline<T>(totalMs: number, work: () => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const timer = setTimeout(() => {
    ending.abort();
  }, totalMs);
  const scope: RequestScope = { signal: ending.signal, answered: false };
  try {
    return await untilAborted(requestScope.run(scope, work), ending.signal);
  } catch (error) {
    if (ending.signal.aborted) throw timedOut(`no answer in ${String(totalMs / 1000)} s`, error);
    // DynamoDB's own errors have a `$fault`; whatever else fails once there is an answer does so because of it, unless
    // the caller stopped the wait for the next attempt.
    const isOurs = error instanceof Error && !('$fault' in error) && error.name !== 'AbortError';
    if (scope.answered && isOurs)
      throw new BadAnswer('it is not of the form that was asked for', { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function chainOf(source: SourceConfig, profile: string): CredentialsChain {
  return isByKeys(source) ? sdkChain() : withMfaSession(sdkChain(source.profile), profile);
}

/** Keys in the environment take precedence over a default profile, and need no code. */
function isByKeys({ profile }: SourceConfig): boolean {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  const hasKeys = AWS_ACCESS_KEY_ID !== undefined && AWS_SECRET_ACCESS_KEY !== undefined;
  return profile === undefined && AWS_PROFILE === undefined && hasKeys;
}

function identityOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: AccessKeys): Awaited<ReturnType<CredentialsProvider>> {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
