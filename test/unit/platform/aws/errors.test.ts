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

describe('credentials that are not found', () => {
  const told = (text: string): string =>
    awsFailure(Object.assign(new Error(text), { name: 'CredentialsProviderError' }), 'looking')
      .error.message;

  it('credentials that are not found are missing in the profile that was to be used, where it was one', () => {
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
