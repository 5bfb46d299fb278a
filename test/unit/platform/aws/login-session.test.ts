import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sdkChain } from '../../../../platform/aws/chain.ts';
import { boundedCredentials } from '../../../../platform/aws/credentials.ts';
import { loginSessionOf } from '../../../../platform/aws/login-session.ts';

const SESSION = 'arn:aws:sts::123456789012:assumed-role/viewer/anna';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'login-session-'));
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `[profile fleet]\nregion=us-east-1\nlogin_session=${SESSION}\n` +
      '[profile role]\nrole_arn=arn:aws:iam::123456789012:role/a\nsource_profile=fleet\n' +
      '[profile keys]\naws_access_key_id=a\naws_secret_access_key=b\n',
  );
  vi.stubEnv('AWS_CONFIG_FILE', config);
  vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', folder);
  // Nothing listens there: a session that must be renewed cannot be.
  vi.stubEnv('AWS_ENDPOINT_URL_SIGNIN', 'http://127.0.0.1:9');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Writes the session as `aws login` keeps it, good until then. */
function keepSession(expiresAt: string): void {
  const file = `${createHash('sha256').update(SESSION).digest('hex')}.json`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const accessToken = {
    accessKeyId: 'ASIALOGIN',
    secretAccessKey: 'made-up',
    sessionToken: 'made-up',
    accountId: '123456789012',
    expiresAt,
  };
  const dpopKey = privateKey.export({ type: 'sec1', format: 'pem' });
  const kept = { accessToken, clientId: 'cli', refreshToken: 'r', dpopKey };
  writeFileSync(join(folder, file), JSON.stringify(kept));
}

const find = (profile: string) => boundedCredentials(sdkChain(profile), profile)();

describe('a session of aws login', () => {
  it('is used while it is valid', async () => {
    keepSession('2999-01-01T00:00:00Z');
    expect(await find('fleet')).toMatchObject({ accessKeyId: 'ASIALOGIN' });
  });

  it('is named if it is missing, with the command that starts one', async () => {
    await expect(find('fleet')).rejects.toMatchObject({
      error: {
        code: 'sign-in-needed',
        message: expect.stringContaining('"aws login" of the profile "fleet"') as string,
        hint: expect.stringContaining('Run "aws login --profile fleet"') as string,
      },
    });
    keepSession('2999-01-01T00:00:00Z');
    expect(await find('fleet')).toMatchObject({ accessKeyId: 'ASIALOGIN' });
  });

  it('that has expired and cannot be renewed reports the reason', async () => {
    keepSession('2020-01-01T00:00:00Z');
    await expect(find('fleet')).rejects.toMatchObject({
      error: { message: expect.stringMatching(/"fleet".*ECONNREFUSED/u) as string },
    });
  });

  it('is found behind a role too, and nowhere else', async () => {
    expect(await loginSessionOf('role')).toEqual({ profile: 'fleet', session: SESSION });
    expect(await loginSessionOf('keys')).toBeNull();
    expect(await loginSessionOf('missing')).toBeNull();
  });
});
