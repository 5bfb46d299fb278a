import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sdkChain } from '../../../../platform/aws/chain.ts';
import { boundedCredentials } from '../../../../platform/aws/credentials.ts';
import { tokenFileOf } from '../../../../platform/aws/sso-session.ts';

const START = 'https://corp.awsapps.com/start';
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sso-renewal-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', NOWHERE);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** A profile whose token is over but may be renewed. The SDK tries a session of a name again after 30 s only. */
function keepOldToken(name: string): () => ReturnType<ReturnType<typeof boundedCredentials>> {
  writeFileSync(
    join(home, 'config'),
    `[profile fleet]\nregion = eu-west-1\nsso_session = ${name}\nsso_account_id = 123456789012\nsso_role_name = viewer\n` +
      `[sso-session ${name}]\nsso_start_url = ${START}\nsso_region = eu-west-1\n`,
  );
  const file = tokenFileOf({
    profile: 'fleet',
    name,
    startUrl: START,
    region: 'eu-west-1',
    scopes: [],
  });
  mkdirSync(dirname(file), { recursive: true });
  const token = { accessToken: 'old', expiresAt: '2020-01-01T00:00:00Z', refreshToken: 'r' };
  writeFileSync(file, JSON.stringify({ ...token, clientId: 'c', clientSecret: 's' }));
  return () => boundedCredentials(sdkChain('fleet'), 'fleet')();
}

/** What IAM Identity Center, or somebody in its place, answers. */
async function answering(status: number, type: string, body: string): Promise<() => void> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_SSO_OIDC', `http://127.0.0.1:${String(port)}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

it('a renewal that does not reach its server is reported as a network error, also if the SDK does not try', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_SSO_OIDC', NOWHERE);
  const find = keepOldToken('unreachable');
  for (const _ of [1, 2])
    await expect(find()).rejects.toMatchObject({
      error: {
        code: 'network',
        message: expect.stringMatching(
          /ECONNREFUSED, renewing the sign-in of the profile "fleet"/u,
        ) as string,
      },
    });
});

it('a renewal that gets a web page reports that', async () => {
  const close = await answering(200, 'text/html', '<html>Welcome to the hotel</html>');
  await expect(keepOldToken('portal')()).rejects.toMatchObject({
    error: { code: 'bad-answer', message: expect.stringContaining('web page') as string },
  });
  close();
});

it('a renewal that is refused asks to sign in', async () => {
  const body = '{"error":"invalid_grant","error_description":"Invalid refresh token"}';
  const close = await answering(400, 'application/json', body);
  await expect(keepOldToken('refused')()).rejects.toMatchObject({
    error: { code: 'sign-in-needed' },
  });
  close();
});
