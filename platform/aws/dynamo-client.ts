import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AccessKeys } from '../../contract/credentials.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import { appFailure } from '../../contract/errors.ts';
import { resolveRegion } from './config.ts';

/** Milliseconds after which a connection, or an answer, that does not come is given up. */
const CONNECTION_TIMEOUT = 3000;
const REQUEST_TIMEOUT = 10_000;

/** Attempts that the SDK makes per request, with its own exponential backoff and jitter in between. */
const MAX_ATTEMPTS = 4;

export interface DynamoClients {
  /** Control plane: DescribeTable, CreateTable, TTL. */
  readonly base: DynamoDBClient;
  /** Data plane, with items as plain values and numbers as JS numbers. */
  readonly document: DynamoDBDocumentClient;
  destroy(): void;
}

/**
 * Clients for one source. What the source leaves open, the SDK's standard configuration decides
 * (`AWS_PROFILE`, `AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`, shared files…); credentials are `keys` where given, else
 * those of its provider chain. Throws `AppFailure` (`not-configured`) where no region can be found.
 */
export async function createDynamoClients(
  source: SourceConfig,
  keys?: AccessKeys,
): Promise<DynamoClients> {
  const region = await resolveRegion(source);
  if (region === undefined)
    throw appFailure(
      'not-configured',
      'No AWS region is configured.',
      'Set the region in Settings, AWS_REGION, or the region of your AWS profile.',
    );
  const base = new DynamoDBClient({
    region,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 64 },
      httpsAgent: { maxSockets: 64 },
    },
    ...(source.profile === undefined ? {} : { profile: source.profile }),
    ...(keys === undefined ? {} : { credentials: identityOf(keys) }),
    ...(source.endpoint === undefined ? {} : { endpoint: source.endpoint }),
  });
  return clientsOn(base);
}

/** Both planes on one client. */
export function clientsOn(base: DynamoDBClient): DynamoClients {
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

function identityOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: AccessKeys): NonNullable<DynamoDBClientConfig['credentials']> {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
