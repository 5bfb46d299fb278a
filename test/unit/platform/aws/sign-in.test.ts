import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceConfigSchema } from '../../../../contract/settings.ts';
import { createDynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../../../platform/aws/errors.ts';
import { beginDeviceSignIn } from '../../../../platform/aws/sign-in.ts';
import {
  ssoSessionOf,
  tokenFileOf,
  type SsoSession,
} from '../../../../platform/aws/sso-session.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { startSignInServer, type SignInServer } from '../../../support/sign-in-server.ts';

const CONFIG = `[profile fleet]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = viewer
region = eu-west-1
[profile unreached]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = viewer
region = eu-west-1
[profile old]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = viewer
region = eu-west-1
[profile over]
role_arn = arn:aws:iam::123456789012:role/viewer
source_profile = fleet
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
`;

let home: string;
let server: SignInServer;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'sign-in-'));
  server = await startSignInServer();
  const config = join(home, 'config');
  writeFileSync(config, CONFIG);
  const env = { HOME: home, AWS_CONFIG_FILE: config, ...server.env };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  rmSync(home, { recursive: true });
});

/** Waits for nothing; each wait is written down in milliseconds. */
function impatient(
  onWait: (waits: number[]) => void = () => undefined,
): Clock & { waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => Date.now(),
    sleep: (ms) => {
      waits.push(ms);
      onWait(waits);
      return Promise.resolve();
    },
  };
}

async function session(profile = 'fleet'): Promise<SsoSession> {
  const found = await ssoSessionOf(profile);
  if (found === null) throw new Error('no session');
  return found;
}

/** The key that requests of a profile are signed with, or what the app would say. */
async function signer(profile = 'fleet'): Promise<string> {
  const source = sourceConfigSchema.parse({
    id: 'a',
    name: 'A',
    mode: 'on',
    profile,
    region: 'eu-west-1',
  });
  const clients = await createDynamoClients(source);
  try {
    return (await clients.base.config.credentials()).accessKeyId;
  } catch (error) {
    throw awsFailure(error, 'reading t');
  } finally {
    clients.destroy();
  }
}

function keepToken(of: SsoSession, change: object): void {
  const path = tokenFileOf(of);
  mkdirSync(dirname(path), { recursive: true });
  const { startUrl, region } = of;
  writeFileSync(path, JSON.stringify({ startUrl, region, accessToken: 'old', ...change }));
}

const EXPIRED = { expiresAt: '2020-01-01T00:00:00Z' };
const never = new AbortController().signal;

describe('a profile of IAM Identity Center', () => {
  it.each(['fleet', 'old', 'over'])(
    '%s without a good token asks for a sign-in',
    async (profile) => {
      const failure = { error: { code: 'sign-in-needed' } };
      await expect(signer(profile)).rejects.toMatchObject(failure);
      keepToken(await session(profile), EXPIRED);
      await expect(signer(profile)).rejects.toMatchObject(failure);
      keepToken(await session(profile), { expiresAt: '2999-01-01T00:00:00Z' });
      await expect(signer(profile)).rejects.toMatchObject({
        error: {
          code: 'sign-in-needed',
          message: expect.stringContaining(join(home, 'config')) as string,
          hint: expect.stringContaining('login --profile') as string,
        },
      });
    },
  );

  it('does not ask for a sign-in if the service cannot be reached', async () => {
    keepToken(await session('unreached'), { expiresAt: '2999-01-01T00:00:00Z' });
    vi.stubEnv('AWS_ENDPOINT_URL_SSO', 'http://127.0.0.1:9');
    await expect(signer('unreached')).rejects.toMatchObject({ error: { code: 'network' } });
    keepToken(await session(), EXPIRED);
    await expect(signer()).rejects.toMatchObject({ error: { code: 'sign-in-needed' } });
  });

  it('whose token can be refreshed needs no user', async () => {
    const registered = {
      clientId: 'client',
      clientSecret: 's',
      refreshToken: 'r',
      registrationExpiresAt: '2999-01-01T00:00:00Z',
    };
    keepToken(await session(), { ...EXPIRED, ...registered });
    expect(await signer()).toBe('ASIASSOVIEWER');
    expect(server.asked).toContain('POST /token refresh_token');
  });
});

describe('a sign-in by device authorization', () => {
  it.each(['fleet', 'old'])(
    'of %s writes the token that the SDK and the AWS CLI read',
    async (profile) => {
      const clock = impatient((waits) => {
        server.approved = waits.length > 2;
      });
      const found = await session(profile);
      const { prompt, finish } = await beginDeviceSignIn(found, clock);
      expect(prompt).toMatchObject({ profile, userCode: 'ABCD-EFGH' });
      expect(prompt.address).toBe(`${server.endpoint}/device?user_code=ABCD-EFGH`);
      await finish(never);
      expect(clock.waits).toEqual([1000, 1000, 1000]);
      const path = tokenFileOf(found);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
        startUrl: 'https://corp.awsapps.com/start',
        region: 'eu-west-1',
        accessToken: 'token-1',
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u) as string,
        refreshToken: 'refresh',
        clientId: 'client',
        clientSecret: 'made-up',
        registrationExpiresAt: '2096-10-02T07:06:40Z',
      });
      expect(await signer(profile)).toBe('ASIASSOVIEWER');
    },
  );

  it('polls less often if the service says so', async () => {
    server.pending = 'SlowDownException';
    const clock = impatient((waits) => {
      server.approved = waits.length > 2;
    });
    await (await beginDeviceSignIn(await session(), clock)).finish(never);
    expect(clock.waits).toEqual([1000, 6000, 11_000]);
  });

  it.each([
    ['AccessDeniedException', 'declined'],
    ['ExpiredTokenException', 'not confirmed in time'],
  ])('ends at %s', async (pending, words) => {
    server.pending = pending;
    const { finish } = await beginDeviceSignIn(await session(), impatient());
    await expect(finish(never)).rejects.toMatchObject({
      error: { code: 'sign-in-needed', message: expect.stringContaining(words) as string },
    });
  });

  it('ends when it is cancelled', async () => {
    const { finish } = await beginDeviceSignIn(await session(), {
      now: () => Date.now(),
      sleep: (_, signal) =>
        signal?.aborted === true ? Promise.reject(new Error('a')) : Promise.resolve(),
    });
    await expect(finish(AbortSignal.abort())).rejects.toMatchObject({ error: { code: 'aborted' } });
  });

  it.each([
    'http://evil.invalid/',
    'file:///etc/passwd',
    'https://a:b@corp.invalid/',
    'x',
    `https://a.invalid/${'a'.repeat(3000)}`,
  ])('opens only https pages: %s', async (address) => {
    server.verificationUri = address;
    await expect(beginDeviceSignIn(await session(), impatient())).rejects.toMatchObject({
      error: { code: 'bad-answer' },
    });
  });

  it('reports that AWS cannot be reached', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SSO_OIDC', 'http://127.0.0.1:9');
    await expect(beginDeviceSignIn(await session(), impatient())).rejects.toMatchObject({
      error: { code: 'network' },
    });
  });
});
