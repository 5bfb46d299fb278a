import { describe, expect, it } from 'vitest';
import { awsFailure } from '../../../../platform/aws/errors.ts';

function named(name: string, extra: object = {}): Error {
  return Object.assign(new Error('told by the SDK'), { name, ...extra });
}

describe('an AWS error', () => {
  it.each([
    [named('CredentialsProviderError'), 'no-credentials'],
    [named('ExpiredTokenException'), 'credentials-rejected'],
    [named('AccessDeniedException'), 'access-denied'],
    [named('ResourceNotFoundException'), 'table-missing'],
    [named('ProvisionedThroughputExceededException'), 'throttled'],
    [named('Error', { code: 'ECONNREFUSED' }), 'network'],
    [new AggregateError([named('Error', { code: 'ECONNREFUSED' })]), 'network'],
    [named('TimeoutError'), 'timeout'],
    [named('AbortError'), 'aborted'],
    [named('InternalServerError'), 'service-failure'],
  ])('%s means %s', (error, code) => {
    const failure = awsFailure(error, 'reading py-perf-system-v2');
    expect(failure.error.code).toBe(code);
    expect(failure.error.message).toContain('reading py-perf-system-v2');
  });
});

describe('a refusal', () => {
  const refused = (name: string, message: string) =>
    awsFailure(Object.assign(new Error(message), { name, $fault: 'client' }), 'reading').error;

  it.each([
    [
      'User: arn:aws:iam::1:user/a is not authorized to perform: dynamodb:Scan because no identity-based policy allows it',
      'least policy',
    ],
    [
      'User: arn:aws:iam::1:user/a is not authorized to perform: dynamodb:Scan with an explicit deny in a resource-based policy',
      'own policy',
    ],
    ['User: arn:aws:iam::1:user/a is not authorized to perform: kms:Decrypt', 'kms:Decrypt'],
  ])('a refusal includes AWS’s message: %s', (message, hint) => {
    expect(refused('AccessDeniedException', message)).toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });

  it.each([
    ['InvalidSignatureException', 'Signature expired: 20261130T1 is now earlier than 20261130T2'],
    ['InvalidSignatureException', 'Signature not yet current: 20261130T2 is still later than'],
    ['RequestTimeTooSkewed', 'The difference is too large.'],
  ])('a refusal for its time (%s: %s) is reported as a wrong clock', (name, message) => {
    expect(refused(name, message)).toMatchObject({
      code: 'credentials-rejected',
      hint: expect.stringContaining('clock') as string,
    });
    expect(refused('InvalidSignatureException', 'The signature does not match').hint).toContain(
      'Renew them',
    );
  });
});

describe('a request that came to nothing', () => {
  const route = { host: 'dynamodb.eu-central-1.amazonaws.com', proxy: 'http://proxy:3128' };

  it('a request that timed out names its proxy', () => {
    const { error } = awsFailure(named('TimeoutError', { route }), 'looking');
    expect(error.message).toBe(
      'DynamoDB did not answer in time over the proxy http://proxy:3128 (looking).',
    );
  });

  it.each([
    [{ statusCode: 407 }, 'wants a user and a password', 'Settings, Network'],
    [{ statusCode: 403 }, 'refused the connection (HTTP 403)', 'Check the proxy'],
    [{ proxyTunnelTimeout: 3000 }, 'gave no answer', 'Check the proxy'],
  ])('a request that failed with %j of the proxy says so', (facts, said, hint) => {
    const cause = named('Error', { code: 'ERR_PROXY_TUNNEL', route, ...facts });
    const { error } = awsFailure(cause, 'looking');
    expect(error).toMatchObject({
      code: 'network',
      message: expect.stringContaining(said) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });
});

describe('credentials that are not found', () => {
  const told = (text: string): string =>
    awsFailure(Object.assign(new Error(text), { name: 'CredentialsProviderError' }), 'looking')
      .error.message;

  it('missing credentials name the profile, if there is one', () => {
    expect(
      told(
        'Could not resolve credentials using profile: [prod] in configuration/credentials file(s).',
      ),
    ).toBe(
      'No AWS credentials were found in the profile "prod" for looking: Could not resolve credentials using profile: [prod] in configuration/credentials file(s).',
    );
    expect(told('Could not load credentials from any providers')).toBe(
      'No AWS credentials were found for looking: Could not load credentials from any providers',
    );
  });
});
