import { readdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceConfigSchema } from '../../../../contract/settings.ts';
import { createDynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import {
  beginMfaSession,
  forgetMfaSession,
  missingMfaSession,
} from '../../../../platform/aws/mfa.ts';
import { startSignInServer, type SignInServer } from '../../../support/sign-in-server.ts';

const DEVICE = 'arn:aws:iam::123456789012:mfa/anna';
const CONFIG = `[profile fleet]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/viewer
source_profile = base
mfa_serial = ${DEVICE}
[profile over]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/other
source_profile = fleet
[profile base]
aws_access_key_id = base
aws_secret_access_key = base
`;

let home: string;
let server: SignInServer;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mfa-'));
  server = await startSignInServer();
  server.codes.add('123456').add('654321');
  const config = join(home, 'config');
  writeFileSync(config, CONFIG);
  const env = { HOME: home, AWS_CONFIG_FILE: config, ...server.env };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterEach(async () => {
  // A session is kept in memory by its configuration, which all tests here share.
  for (const profile of ['fleet', 'over']) await forgetMfaSession(profile);
  vi.unstubAllEnvs();
  await server.close();
  rmSync(home, { recursive: true });
});

async function signer(change: object = { profile: 'fleet' }): Promise<string> {
  const source = sourceConfigSchema.parse({ id: 'a', name: 'A', mode: 'on', ...change });
  const clients = await createDynamoClients(source);
  try {
    return (await clients.base.config.credentials()).accessKeyId;
  } finally {
    clients.destroy();
  }
}

const NEEDED = {
  error: { code: 'mfa-needed', message: expect.stringContaining(DEVICE) as string },
};
const cached = (): string[] => readdirSync(join(home, '.aws/cli/cache'));

describe('a profile with a device for multi-factor authentication', () => {
  it('sends nothing until somebody enters a code, and says where', async () => {
    await expect(signer()).rejects.toMatchObject({
      error: {
        code: 'mfa-needed',
        hint: expect.stringContaining('login --profile fleet') as string,
      },
    });
    expect(server.asked).toEqual([]);
    expect(await missingMfaSession('fleet')).toMatchObject({ serial: DEVICE });
  });

  it('needs one code for all connections of a session', async () => {
    await beginMfaSession('fleet', '123456');
    const first = await signer();
    expect(await signer()).toBe(first);
    expect(server.asked).toEqual(['AssumeRole 123456']);
    expect(await missingMfaSession('fleet')).toBeNull();
  });

  it('asks again, with the reason, if AWS refuses a code', async () => {
    await expect(beginMfaSession('fleet', '000000')).rejects.toMatchObject({
      error: {
        code: 'mfa-needed',
        message: expect.stringContaining('invalid MFA one time pass code') as string,
      },
    });
    await expect(signer()).rejects.toMatchObject(NEEDED);
    await beginMfaSession('fleet', '123456');
    expect(await signer()).toContain('ASIASTS');
  });

  it('may lead to another role', async () => {
    await beginMfaSession('over', '123456');
    expect(await signer({ profile: 'over' })).toContain('ASIASTS');
    expect(server.asked).toEqual(['AssumeRole 123456', 'AssumeRole']);
  });

  it('shares its session with the AWS CLI through the CLI’s file', async () => {
    await beginMfaSession('fleet', '123456');
    // SHA-1 of {"RoleArn": "arn:aws:iam::123456789012:role/viewer", "SerialNumber": "arn:aws:iam::123456789012:mfa/anna"}
    const name = '246cc6d15dbcd0cfbd5cc307acbded53c4ea0ab8.json';
    expect(cached()).toEqual([name]);
    const path = join(home, '.aws/cli/cache', name);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { Credentials: object };
    expect(Object.keys(kept.Credentials)).toEqual([
      'AccessKeyId',
      'SecretAccessKey',
      'SessionToken',
      'Expiration',
    ]);
    await forgetMfaSession('fleet');
    expect(cached()).toEqual([]);
    const written = { ...kept.Credentials, AccessKeyId: 'OFTHECLI' };
    writeFileSync(path, JSON.stringify({ Credentials: written }));
    expect(await signer()).toBe('OFTHECLI');
  });

  it.each([
    '',
    '{',
    '{"Credentials":{}}',
    '{"Credentials":{"AccessKeyId":"A","SecretAccessKey":"b","SessionToken":"c","Expiration":"2020-01-01T00:00:00Z"}}',
    '{"Credentials":{"AccessKeyId":"A","SecretAccessKey":"b","SessionToken":"c","Expiration":"soon"}}',
  ])('ignores a session that has expired or cannot be read: %j', async (text) => {
    await beginMfaSession('fleet', '123456');
    const path = join(home, '.aws/cli/cache', String(cached()[0]));
    await forgetMfaSession('fleet');
    writeFileSync(path, text);
    await expect(signer()).rejects.toMatchObject(NEEDED);
  });

  it('needs no code if keys in the environment take precedence', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'environment');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'environment');
    expect(await signer({ region: 'eu-west-1' })).toBe('environment');
  });
});
