import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import type { RoleConfig } from '../../contract/settings.ts';
import { BadAnswer } from './bad-answer.ts';
import { reasonOf, type CredentialsProvider } from './credentials.ts';
import { awsFailure, isNetworkFailure } from './errors.ts';
import { NetworkHandler } from './network-handler.ts';

/** Milliseconds that taking a role may take. */
const ROLE_TIMEOUT_MS = 20_000;
/** Default name of a session, as shown in the account's CloudTrail. */
const SESSION_NAME = 'py-perf-desktop';

/**
 * The credentials of a role that `source` takes (STS `AssumeRole`), with their expiry. Throws `AppFailure`:
 * `no-credentials` where STS refuses, `network` or `timeout` where it cannot be asked,
 * `bad-answer` where somebody else answered.
 */
export function roleCredentials(
  { arn, externalId, sessionName = SESSION_NAME }: RoleConfig,
  source: CredentialsProvider,
  region: string,
): CredentialsProvider {
  return async (input) => {
    const identity = await source(input);
    const sts = new STSClient({
      region,
      credentials: identity,
      maxAttempts: 2,
      requestHandler: new NetworkHandler(),
    });
    try {
      const { Credentials: taken } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: arn,
          RoleSessionName: sessionName,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
        { abortSignal: AbortSignal.timeout(ROLE_TIMEOUT_MS) },
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = taken ?? {};
      if (AccessKeyId === undefined || SecretAccessKey === undefined)
        throw new Error('STS answered without credentials');
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
        ...(Expiration === undefined ? {} : { expiration: Expiration }),
      };
    } catch (error) {
      throw roleFailure(error, arn);
    } finally {
      sts.destroy();
    }
  };
}

function roleFailure(error: unknown, arn: string): AppFailure {
  if (error instanceof AppFailure) return error;
  const doing = `taking the role ${safeText(arn, 200)}`;
  if (isNetworkFailure(error) || error instanceof BadAnswer) return awsFailure(error, doing);
  return appFailure(
    'no-credentials',
    `AWS refused ${doing}: ${reasonOf(error)}`,
    'Check the ARN, the external id and the trust policy of the role, and whether these credentials may call sts:AssumeRole on it.',
    error,
  );
}
