import { describe, expect, it } from 'vitest';
import { sourceConfigSchema } from '../../../../contract/settings.ts';
import { isConnected, resolveConnection } from '../../../../platform/aws/config.ts';
import { awsFailure } from '../../../../platform/aws/errors.ts';
import { dataDir } from '../../../../platform/fs/data-dir.ts';

function source(change: object = {}) {
  return sourceConfigSchema.parse({ id: 'default', name: 'AWS', ...change });
}

function named(name: string, extra: object = {}): Error {
  return Object.assign(new Error('told by the SDK'), { name, ...extra });
}

describe('whether a source is connected', () => {
  it('is decided by the environment in auto mode', () => {
    expect(isConnected(source(), {})).toBe(false);
    expect(isConnected(source(), { AWS_PROFILE: 'fleet' })).toBe(true);
    expect(isConnected(source(), { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' })).toBe(
      true,
    );
    expect(isConnected(source(), { AWS_REGION: 'eu-central-1' })).toBe(false);
  });

  it('is decided by the user otherwise', () => {
    expect(isConnected(source({ mode: 'on' }), {})).toBe(true);
    expect(isConnected(source({ mode: 'off' }), { AWS_PROFILE: 'fleet' })).toBe(false);
  });
});

describe('the region', () => {
  it('is the source\u2019s own before the environment\u2019s', async () => {
    const env = { AWS_REGION: 'us-west-2' };
    const own = await resolveConnection(source({ region: 'eu-central-1' }), env);
    expect(own.region).toBe('eu-central-1');
    expect((await resolveConnection(source(), env)).region).toBe('us-west-2');
  });
});

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

describe('the data directory', () => {
  it('is where PY_PERF_DATA_DIR says, else Electron\u2019s userData', () => {
    expect(dataDir({ PY_PERF_DATA_DIR: '/var/lib/py-perf' }, 'linux')).toBe('/var/lib/py-perf');
    expect(dataDir({ XDG_CONFIG_HOME: '/home/a/.config' }, 'linux')).toBe(
      '/home/a/.config/py-perf-desktop',
    );
    expect(dataDir({ APPDATA: '/Roaming' }, 'win32')).toMatch(/Roaming.py-perf-desktop$/u);
  });
});

describe('credentials that are not found', () => {
  const told = (text: string): string =>
    awsFailure(Object.assign(new Error(text), { name: 'CredentialsProviderError' }), 'looking')
      .error.message;

  it('are missing in the profile that was to be used, where it was one', () => {
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
