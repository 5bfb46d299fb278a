import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '../../../../contract/errors.ts';
import { sourceConfigSchema } from '../../../../contract/settings.ts';
import { listProfiles } from '../../../../platform/aws/config.ts';
import { createDynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../../../platform/aws/errors.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/aws');

let directory: string;
/** The SDK keeps what it has read of a file for as long as the process lives: each test has its own. */
let files = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aws-files-'));
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(directory, 'no-config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(directory, 'no-credentials'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

function useConfig(text: string): string {
  files += 1;
  const path = join(directory, `config-${String(files)}`);
  writeFileSync(path, text);
  vi.stubEnv('AWS_CONFIG_FILE', path);
  return path;
}

interface Outcome {
  region: string;
  endpoint: string | null;
  accessKeyId: string;
}

/** Connects as the product does, and asks for credentials, but sends nothing. */
async function connect(change: object = {}): Promise<Outcome> {
  const source = sourceConfigSchema.parse({ id: 'default', name: 'AWS', mode: 'on', ...change });
  const clients = await createDynamoClients(source);
  const { base } = clients;
  try {
    const { accessKeyId } = await base.config.credentials();
    const endpoint = await base.config.endpoint?.();
    return {
      region: await base.config.region(),
      endpoint: endpoint === undefined ? null : `${endpoint.hostname}:${String(endpoint.port)}`,
      accessKeyId,
    };
  } finally {
    clients.destroy();
  }
}

async function failureOf(change: object = { profile: 'fleet' }): Promise<AppError> {
  return connect(change).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => awsFailure(error, 'reading t').error,
  );
}

describe('files of the AWS configuration as people write them', () => {
  const fixture = (name: string): string => join(FIXTURES, `${name}.config`);

  it.each([
    ['sso-session-missing', 'no-credentials', '"missing"', 'fleet'],
    ['sso-session-quoted', 'no-credentials', '"corp two"', "[sso-session 'corp two']"],
    ['region-in-quotes', 'not-configured', '"eu-west-1"', 'fleet'],
    ['mfa', 'mfa-needed', 'MFA', 'fleet'],
  ])('%s is told for what it is, with profile and file', async (name, code, ...parts) => {
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
  ])('services-endpoint holds where the profile is named by %s', async (_, change, profile) => {
    vi.stubEnv('AWS_CONFIG_FILE', fixture('services-endpoint'));
    vi.stubEnv('AWS_PROFILE', profile);
    expect(await connect(change)).toMatchObject({ endpoint: '127.0.0.1:8161' });
  });
});

const KEYS = 'aws_access_key_id = local\naws_secret_access_key = local\n';

describe('and others of their kind', () => {
  it('an endpoint_url of the profile holds, and one of its services before it', async () => {
    useConfig(`[profile fleet]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\n${KEYS}`);
    expect(await connect({ profile: 'fleet' })).toMatchObject({ endpoint: '127.0.0.1:1' });
    useConfig(
      `[profile fleet]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\nservices = s\n${KEYS}` +
        '[services s]\ns3 =\n  endpoint_url = http://127.0.0.1:3\ndynamodb =\n  endpoint_url = http://127.0.0.1:2\n',
    );
    expect(await connect({ profile: 'fleet' })).toMatchObject({ endpoint: '127.0.0.1:2' });
    expect(await connect({ profile: 'fleet', endpoint: 'http://127.0.0.1:4' })).toMatchObject({
      endpoint: '127.0.0.1:4',
    });
  });

  it('a services section that is missing is named', async () => {
    const path = useConfig(`[profile fleet]\nregion = eu-west-1\nservices = gone\n${KEYS}`);
    const { code, message } = await failureOf();
    expect(code).toBe('not-configured');
    expect(message).toContain('"gone"');
    expect(message).toContain(path);
  });

  it('a profile that is missing is named, and so is one that another leads to', async () => {
    const path = useConfig(
      '[profile fleet]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = base\n',
    );
    expect((await failureOf()).message).toContain('"base"');
    const { message } = await failureOf({ profile: 'flete', region: 'eu-west-1' });
    expect(message).toContain('"flete"');
    expect(message).toContain(path);
  });

  it('an sso-session that a source profile names is found missing too', async () => {
    useConfig(
      '[profile fleet]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = base\n' +
        '[profile base]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = r\n',
    );
    expect(await failureOf()).toMatchObject({
      code: 'no-credentials',
      message: expect.stringContaining('"corp"') as string,
    });
  });

  it('what a credential_process says reaches the user, without its secrets', async () => {
    useConfig(
      '[profile fleet]\nregion = eu-west-1\ncredential_process = sh -c "echo vault is sealed >&2; exit 3"\n',
    );
    const { code, message } = await failureOf();
    expect(code).toBe('no-credentials');
    expect(message).toContain('vault is sealed');
    useConfig(
      '[profile fleet]\nregion = eu-west-1\ncredential_process = sh -c "echo aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY >&2; exit 3"\n',
    );
    expect((await failureOf()).message).not.toContain('K7MDENG');
  });

  it('no text of a file steers the terminal', async () => {
    useConfig(`[profile fleet]\nregion = eu\u001b]0;x\u0007\u009b31m\u202e\n${KEYS}`);
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
    useConfig(`[default]\nregion = eu-west-1\n${KEYS}`);
    vi.stubEnv(name, '  ');
    expect(await connect()).toEqual({
      region: 'eu-west-1',
      endpoint: null,
      accessKeyId: 'local',
    });
  });

  it('sessions and services are no profiles', async () => {
    useConfig(
      '[profile a]\nregion = x\n[sso-session b]\nsso_region = x\n[services c]\ns3 =\n  k = v\n',
    );
    expect(await listProfiles()).toEqual(['a']);
  });
});

const ROLE = 'role_arn = arn:aws:iam::111122223333:role/a\n';
const FLEET = '[profile fleet]\nregion = eu-west-1\n';

describe('files that other programs and people write', () => {
  it.each([
    ['a byte order mark', `\ufeff${FLEET}${KEYS}`],
    ['line ends of Windows', `${FLEET}${KEYS}`.replaceAll('\n', '\r\n')],
    ['comments and empty lines', `# mine\n\n${FLEET}; keys\n${KEYS} # end\n`],
    ['spaces around names and values', `${FLEET}  ${KEYS.replaceAll(' = ', '   =   ')}`],
    ['a profile that leads to itself', `${FLEET}${KEYS}source_profile = fleet\n`],
  ])('work with %s', async (_, text) => {
    useConfig(text);
    expect(await connect({ profile: 'fleet' })).toMatchObject({ accessKeyId: 'local' });
  });

  it.each(['[profile default]', '[default]'])('work with %s', async (heading) => {
    useConfig(`${heading}\nregion = eu-west-1\n${KEYS}`);
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
    const path = useConfig(text);
    const { code, message, hint } = await failureOf({ profile: 'fleet', region: 'eu-west-1' });
    expect(code).toBe('no-credentials');
    for (const part of [...parts, 'fleet', path]) expect(message).toContain(part);
    expect(hint).not.toBe('');
  });

  it('name a file that is none, or that cannot be read', async () => {
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', directory);
    expect(await failureOf({ profile: 'fleet', region: 'eu-west-1' })).toMatchObject({
      message: `The AWS configuration in ${directory} cannot be read (EISDIR).`,
      hint: 'Name a file in AWS_SHARED_CREDENTIALS_FILE.',
    });
  });

  it('name the variable that is missing beside another', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    expect((await failureOf({ region: 'eu-west-1' })).message).toBe(
      'AWS_SECRET_ACCESS_KEY is not set, though AWS_ACCESS_KEY_ID is.',
    );
  });
});

describe('an address that sends in the clear', () => {
  beforeEach(() => {
    useConfig(`[default]\nregion = eu-west-1\n${KEYS}`);
  });

  it.each([
    'http://10.0.0.7:8000',
    'http://dynamo.internal:8000',
    'http://localhost.evil.invalid',
    'http://127.0.0.1.evil.invalid',
    'http://[::ffff:10.0.0.7]:8000',
    'http://0.0.0.0:8000',
  ])('to another machine is refused unless the source allows it: %s', async (endpoint) => {
    expect(await failureOf({ endpoint })).toMatchObject({ code: 'not-configured' });
    expect(await connect({ endpoint, plainHttp: true })).toMatchObject({ accessKeyId: 'local' });
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
    expect(await failureOf({})).toMatchObject({ code: 'not-configured' });
  });

  it.each([
    'http://127.0.0.1:8000',
    'http://localhost:8000',
    'http://[::1]:8000',
    'https://dynamo.internal',
  ])('is none: %s', async (endpoint) => {
    expect(await connect({ endpoint })).toMatchObject({ accessKeyId: 'local' });
  });

  it.each(['https://a.invalid/?x=1', 'https://a.invalid/#x', 'https://me:pw@a.invalid/'])(
    'must not hold more than a place: %s',
    (endpoint) => {
      const parsed = sourceConfigSchema.safeParse({ id: 'default', name: 'AWS', endpoint });
      expect(parsed.success).toBe(false);
    },
  );
});

it('keys that AWS rejects are told with profile and file', async () => {
  const path = useConfig(`${FLEET}${KEYS}aws_session_token = old\n`);
  const server = createServer((_, response) => {
    const body =
      '{"__type":"com.amazonaws#ExpiredTokenException","message":"The token is expired"}';
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const source = sourceConfigSchema.parse({
    id: 'a',
    name: 'A',
    mode: 'on',
    profile: 'fleet',
    endpoint,
  });
  const clients = await createDynamoClients(source);
  const asked = clients.document.send(new ScanCommand({ TableName: 't' }));
  const failure = await asked.catch((error: unknown) => awsFailure(error, 'reading t').error);
  clients.destroy();
  await new Promise((resolve) => server.close(resolve));
  expect(failure).toMatchObject({
    code: 'credentials-rejected',
    message: `AWS rejected the credentials of the profile "fleet" in ${path} while reading t (ExpiredTokenException).`,
    hint: expect.stringContaining('login --profile fleet') as string,
  });
});

it('what fails before anything is sent is never told as an answer of DynamoDB', async () => {
  useConfig(`[default]\nregion = eu-west-1\n${KEYS}`);
  const source = sourceConfigSchema.parse({ id: 'default', name: 'AWS', mode: 'on' });
  const clients = await createDynamoClients(source);
  const { document, base } = clients;
  base.config.credentials = () => Promise.reject(new TypeError('of undefined'));
  await expect(
    document.send(new ScanCommand({ TableName: 't' })).catch((error: unknown) => {
      throw awsFailure(error, 'reading t');
    }),
  ).rejects.toMatchObject({
    error: { code: 'not-configured', message: expect.stringContaining('of undefined') as string },
  });
  clients.destroy();
});

describe('keys that are rotated while the app runs', () => {
  it('sign the next request, from the file as it is now', async () => {
    const path = join(directory, 'credentials');
    const write = (id: string): void => {
      writeFileSync(path, `[fleet]\naws_access_key_id = ${id}\naws_secret_access_key = s\n`);
    };
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path);
    write('OLD');
    const source = sourceConfigSchema.parse({
      id: 'default',
      name: 'AWS',
      mode: 'on',
      profile: 'fleet',
      region: 'eu-west-1',
    });
    const clients = await createDynamoClients(source);
    const signer = async (): Promise<string> =>
      (await clients.base.config.credentials()).accessKeyId;
    expect(await signer()).toBe('OLD');
    write('ROTATED');
    await expect.poll(signer).toBe('ROTATED');
    clients.destroy();
  });
});
