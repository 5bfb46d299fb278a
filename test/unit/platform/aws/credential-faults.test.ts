import { describe, expect, it, vi } from 'vitest';
import { FLEET, KEYS, connect, failureOf, useAwsFiles } from '../../../support/aws-files.ts';

const aws = useAwsFiles();

const ROLE = 'role_arn = arn:aws:iam::111122223333:role/a\n';

describe('files that other programs and people write', () => {
  it.each([
    ['a byte order mark', `\ufeff${FLEET}${KEYS}`],
    ['line ends of Windows', `${FLEET}${KEYS}`.replaceAll('\n', '\r\n')],
    ['comments and empty lines', `# mine\n\n${FLEET}; keys\n${KEYS} # end\n`],
    ['spaces around names and values', `${FLEET}  ${KEYS.replaceAll(' = ', '   =   ')}`],
    ['a profile that leads to itself', `${FLEET}${KEYS}source_profile = fleet\n`],
  ])('work with %s', async (_, text) => {
    aws.useConfig(text);
    expect(await connect({ profile: 'fleet' })).toMatchObject({ accessKeyId: 'local' });
  });

  it.each(['[profile default]', '[default]'])('work with %s', async (heading) => {
    aws.useConfig(`${heading}\nregion = eu-west-1\n${KEYS}`);
    expect(await connect()).toMatchObject({ accessKeyId: 'local', region: 'eu-west-1' });
  });

  it.each<[string, string, ...string[]]>([
    [
      'a key in quotes',
      `${FLEET}${KEYS.replaceAll('local', '"local"')}`,
      'aws_access_key_id',
      'quotes',
    ],
    [
      'a role in quotes',
      `${FLEET}role_arn = "arn:aws:iam::1:role/a"\nsource_profile = fleet\n`,
      'role_arn',
      'quotes',
    ],
    [
      'spaces within the brackets',
      `[ profile fleet ]\nregion = eu-west-1\n${KEYS}`,
      '[ profile fleet ]',
    ],
    ['a heading without the word profile', `[fleet]\nregion = eu-west-1\n${KEYS}`, '[fleet]'],
    ['a role without source_profile', `${FLEET}${ROLE}`, 'role_arn', 'neither source_profile nor'],
    [
      'a role with two sources',
      `${FLEET}${ROLE}source_profile = fleet\ncredential_source = Environment\n`,
      'both source_profile and',
    ],
    [
      'profiles in a circle',
      `${FLEET}${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = fleet\n`,
      '"fleet", "b"',
      'lead to each other',
    ],
    ['half a key', `${FLEET}aws_access_key_id = local\n`, 'aws_secret_access_key'],
    [
      'an sso-session without region',
      `${FLEET}sso_session = corp\nsso_account_id = 1\nsso_role_name = r\n[sso-session corp]\nsso_start_url = https://a.invalid\n`,
      'sso_region',
      '"corp"',
    ],
    [
      'an sso_session without a role',
      `${FLEET}sso_session = corp\nsso_account_id = 1\n[sso-session corp]\nsso_start_url = https://a.invalid\nsso_region = eu-west-1\n`,
      'sso_role_name',
    ],
    [
      'a web identity whose token is not there',
      `${FLEET}${ROLE}web_identity_token_file = /nonexistent/token\n`,
      '/nonexistent/token',
      'ENOENT',
    ],
    [
      'a process that prints no JSON',
      `${FLEET}credential_process = echo hello\n`,
      'credential_process',
      'invalid JSON',
    ],
    [
      'a process that prints keys that are over',
      `${FLEET}credential_process = echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"2020-01-01T00:00:00Z"}'\n`,
      'credential_process',
      'expired',
    ],
    [
      'a process that is not there',
      `${FLEET}credential_process = /nonexistent/vault\n`,
      'credential_process',
      '/nonexistent/vault',
    ],
    [
      'a credential_source that there is none of',
      `${FLEET}${ROLE}credential_source = Moon\n`,
      'Moon',
    ],
  ])('name file, profile and remedy of %s', async (_, text, ...parts) => {
    const path = aws.useConfig(text);
    const { code, message, hint } = await failureOf({ profile: 'fleet', region: 'eu-west-1' });
    expect(code).toBe('no-credentials');
    for (const part of [...parts, 'fleet', path]) expect(message).toContain(part);
    expect(hint).not.toBe('');
  });

  it('name a path that is not a file, or cannot be read', async () => {
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', aws.directory);
    expect(await failureOf({ profile: 'fleet', region: 'eu-west-1' })).toMatchObject({
      message: `The AWS configuration in ${aws.directory} cannot be read (EISDIR).`,
      hint: 'Name a file in AWS_SHARED_CREDENTIALS_FILE.',
    });
  });

  it('name the missing one of two variables', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    expect((await failureOf({ region: 'eu-west-1' })).message).toBe(
      'AWS_SECRET_ACCESS_KEY is not set, though AWS_ACCESS_KEY_ID is.',
    );
  });
});
