import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { listProfiles } from '../../../../platform/aws/config.ts';
import { KEYS, connect, failureOf, useAwsFiles } from '../../../support/aws-files.ts';

const aws = useAwsFiles();

const FIXTURES = join(import.meta.dirname, '../../../fixtures/aws');

describe('files of the AWS configuration as people write them', () => {
  const fixture = (name: string): string => join(FIXTURES, `${name}.config`);

  it.each([
    ['sso-session-missing', 'no-credentials', '"missing"', 'fleet'],
    ['sso-session-quoted', 'no-credentials', '"corp two"', "[sso-session 'corp two']"],
    ['region-in-quotes', 'not-configured', '"eu-west-1"', 'fleet'],
    ['mfa', 'mfa-needed', 'MFA', 'fleet'],
  ])('%s is reported as such, with profile and file', async (name, code, ...parts) => {
    vi.stubEnv('AWS_CONFIG_FILE', fixture(name));
    const { message, hint, ...rest } = await failureOf();
    expect(rest.code).toBe(code);
    for (const part of [...parts, fixture(name)]) expect(message).toContain(part);
    expect(message).not.toContain('DynamoDB answered');
    expect(hint).not.toBe('');
  });

  it('no-region: an empty variable counts as unset', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', fixture('no-region'));
    vi.stubEnv('AWS_REGION', '');
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    expect(await connect()).toMatchObject({ region: 'eu-west-1', endpoint: null });
  });

  it('default-profile: an empty AWS_PROFILE leaves the default one', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', fixture('default-profile'));
    vi.stubEnv('AWS_PROFILE', '');
    expect(await connect()).toMatchObject({ region: 'eu-west-1', accessKeyId: 'local' });
  });

  it.each([
    ['the source', { profile: 'fleet' }, undefined],
    ['AWS_PROFILE', {}, 'fleet'],
  ])('services-endpoint applies if the profile is named by %s', async (_, change, profile) => {
    vi.stubEnv('AWS_CONFIG_FILE', fixture('services-endpoint'));
    vi.stubEnv('AWS_PROFILE', profile);
    expect(await connect(change)).toMatchObject({ endpoint: '127.0.0.1:8161' });
  });
});

describe('and others of their kind', () => {
  it('an endpoint_url of the profile applies, after one of its services', async () => {
    aws.useConfig(
      `[profile fleet]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\n${KEYS}`,
    );
    expect(await connect({ profile: 'fleet' })).toMatchObject({ endpoint: '127.0.0.1:1' });
    aws.useConfig(
      `[profile fleet]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\nservices = s\n${KEYS}` +
        '[services s]\ns3 =\n  endpoint_url = http://127.0.0.1:3\ndynamodb =\n  endpoint_url = http://127.0.0.1:2\n',
    );
    expect(await connect({ profile: 'fleet' })).toMatchObject({ endpoint: '127.0.0.1:2' });
    expect(await connect({ profile: 'fleet', endpoint: 'http://127.0.0.1:4' })).toMatchObject({
      endpoint: '127.0.0.1:4',
    });
  });

  it('a services section that is missing is named', async () => {
    const path = aws.useConfig(`[profile fleet]\nregion = eu-west-1\nservices = gone\n${KEYS}`);
    const { code, message } = await failureOf();
    expect(code).toBe('not-configured');
    expect(message).toContain('"gone"');
    expect(message).toContain(path);
  });

  it('a missing profile is named, and so is one that another refers to', async () => {
    const path = aws.useConfig(
      '[profile fleet]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = base\n',
    );
    expect((await failureOf()).message).toContain('"base"');
    const { message } = await failureOf({ profile: 'flete', region: 'eu-west-1' });
    expect(message).toContain('"flete"');
    expect(message).toContain(path);
  });

  it('a missing sso-session of a source profile is named too', async () => {
    aws.useConfig(
      '[profile fleet]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = base\n' +
        '[profile base]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = r\n',
    );
    expect(await failureOf()).toMatchObject({
      code: 'no-credentials',
      message: expect.stringContaining('"corp"') as string,
    });
  });

  it('the error of a credential_process reaches the user, without its secrets', async () => {
    aws.useConfig(
      '[profile fleet]\nregion = eu-west-1\ncredential_process = sh -c "echo vault is sealed >&2; exit 3"\n',
    );
    const { code, message } = await failureOf();
    expect(code).toBe('no-credentials');
    expect(message).toContain('vault is sealed');
    aws.useConfig(
      '[profile fleet]\nregion = eu-west-1\ncredential_process = sh -c "echo aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY >&2; exit 3"\n',
    );
    expect((await failureOf()).message).not.toContain('K7MDENG');
  });

  it('no text of a file contains control sequences', async () => {
    aws.useConfig(`[profile fleet]\nregion = eu\u001b]0;x\u0007\u009b31m\u202e\n${KEYS}`);
    const { code, message } = await failureOf();
    expect(code).toBe('not-configured');
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each(['AWS_REGION', 'AWS_DEFAULT_REGION'])(
    'a region in quotes in %s is named',
    async (name) => {
      vi.stubEnv(name, '"eu-west-1"');
      expect(await failureOf({})).toMatchObject({
        code: 'not-configured',
        message: expect.stringContaining(name) as string,
      });
    },
  );

  it.each([
    'AWS_USE_FIPS_ENDPOINT',
    'AWS_USE_DUALSTACK_ENDPOINT',
    'AWS_ENDPOINT_URL',
    'AWS_PROFILE',
  ])('an empty %s counts as unset', async (name) => {
    aws.useConfig(`[default]\nregion = eu-west-1\n${KEYS}`);
    vi.stubEnv(name, '  ');
    expect(await connect()).toEqual({
      region: 'eu-west-1',
      endpoint: null,
      accessKeyId: 'local',
    });
  });

  it('sessions and services are not profiles', async () => {
    aws.useConfig(
      '[profile a]\nregion = x\n[sso-session b]\nsso_region = x\n[services c]\ns3 =\n  k = v\n',
    );
    expect(await listProfiles()).toEqual(['a']);
  });
});
