import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { ssoSessionOf, tokenFileOf } from '../../../platform/aws/sso-session.ts';
import { tryNetwork } from '../../../platform/aws/try-network.ts';
import { useSystemProxy } from '../../../platform/net/proxy.ts';
import { sendRequest } from '../../../platform/net/send-request.ts';
import {
  AWS,
  REGION,
  failureOf,
  listTables,
  silentProxy,
  useCompanyNetwork,
} from '../../support/company-network.ts';
import { AUTHORITY, AUTHORITY_FILE } from '../../support/inspecting-proxy.ts';

const company = useCompanyNetwork();

const BROKEN = join(mkdtempSync(join(tmpdir(), 'broken-')), 'ca.pem');
writeFileSync(BROKEN, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');

describe('messages over a proxy that does not answer', () => {
  it('are given up in time', async () => {
    const silent = await silentProxy();
    vi.stubEnv('HTTPS_PROXY', silent.address);
    const message = { url: `https://hooks.${REGION}.amazonaws.com/x`, body: '', headers: {} };
    const limits = { allowPrivate: true, timeoutMs: 300 };
    expect(await failureOf(sendRequest({ ...message, method: 'POST' }, limits))).toMatchObject({
      code: expect.stringMatching(/^(?:timeout|network)$/u) as string,
    });
    silent.close();
  });
});

describe('a try of settings that are not saved yet', () => {
  const network = (settings: object, password = 's3cret') => ({
    settings: { caFile: AUTHORITY_FILE, proxy: company.proxy.address, ...settings },
    identities: new Map([[company.proxy.address, { user: 'anna', password }]]),
  });

  beforeEach(() => {
    company.proxy.wants = 'anna:s3cret';
    company.proxy.answer = () => ({ status: 200, body: `healthy: ${AWS} ` });
  });

  it('a test of settings queries DynamoDB with them, without credentials', async () => {
    expect(await tryNetwork(REGION, network({}))).toEqual({
      host: AWS,
      proxy: company.proxy.address,
    });
    expect(company.proxy.connected).toEqual([{ target: `${AWS}:443`, identity: 'anna:s3cret' }]);
  });

  it('a test of settings reports a wrong password, an unknown authority, and a web page in place of AWS', async () => {
    expect(await failureOf(tryNetwork(REGION, network({}, 'wrong')))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('wants a user and a password') as string,
    });
    expect(await failureOf(tryNetwork(REGION, network({ caFile: undefined })))).toMatchObject({
      message: expect.stringContaining(AUTHORITY) as string,
    });
    company.proxy.answer = () => ({ status: 200, body: '<html>Guest network</html>' });
    expect(await failureOf(tryNetwork(REGION, network({})))).toMatchObject({
      code: 'bad-answer',
      hint: expect.stringContaining('sign in') as string,
    });
  });

  it('a test of settings ends if nothing answers', async () => {
    const silent = await silentProxy();
    const to = network({ proxy: silent.address });
    expect(await failureOf(tryNetwork(REGION, to, 300))).toMatchObject({
      code: expect.stringMatching(/^(?:timeout|network)$/u) as string,
      message: expect.stringContaining(`over the proxy ${silent.address}`) as string,
    });
    silent.close();
  });
});

describe('requests to AWS', () => {
  const BUNDLE = { AWS_CA_BUNDLE: AUTHORITY_FILE };

  it.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])('follow %s', async (name) => {
    await expect(listTables({ ...BUNDLE, [name]: company.proxy.address })).resolves.toBeInstanceOf(
      Array,
    );
    expect(company.proxy.connected).toEqual([{ target: `${AWS}:443`, identity: null }]);
  });

  it.each(['amazonaws.com', '.amazonaws.com', AWS, `${AWS}:443`, '*', 'other, amazonaws.com'])(
    'requests to AWS are direct if NO_PROXY is %s',
    async (exempt) => {
      const env = { ...BUNDLE, HTTPS_PROXY: company.proxy.address, NO_PROXY: exempt };
      expect(await failureOf(listTables(env))).toMatchObject({ code: 'network' });
      expect(company.proxy.connected).toEqual([]);
    },
  );

  it('requests to this machine never use a proxy', async () => {
    const env = { HTTPS_PROXY: company.proxy.address, HTTP_PROXY: company.proxy.address };
    await listTables(env, { endpoint: inject('dynamoEndpoint') });
    expect(company.proxy.connected).toEqual([]);
  });

  it('use the system’s proxy if the environment names none', async () => {
    const asked: string[] = [];
    useSystemProxy((address) => {
      asked.push(address);
      return Promise.resolve(company.proxy.address);
    });
    await listTables(BUNDLE);
    expect(asked).toEqual([`https://${AWS}`]);
    expect(company.proxy.connected).toHaveLength(1);
  });

  it('requests to AWS assume a role through the same proxy', async () => {
    company.proxy.answer = (host) =>
      host.startsWith('sts.') ? { status: 200, body: ASSUMED } : undefined;
    const config = join(company.root, 'config');
    writeFileSync(
      config,
      `[profile work]\nregion=${REGION}\nrole_arn=arn:aws:iam::123456789012:role/viewer\nsource_profile=base\n[profile base]\naws_access_key_id=a\naws_secret_access_key=b\n`,
    );
    const env = { ...BUNDLE, HTTPS_PROXY: company.proxy.address, AWS_CONFIG_FILE: config };
    await listTables(env, { profile: 'work' });
    expect(company.proxy.connected.map(({ target }) => target)).toEqual([
      `sts.${REGION}.amazonaws.com:443`,
      `${AWS}:443`,
    ]);
  });

  it('requests to AWS refresh a sign-in and fetch its keys through the same proxy', async () => {
    company.proxy.answer = (host) =>
      host.startsWith('oidc.')
        ? { status: 200, body: '{"accessToken":"new","expiresIn":3600,"refreshToken":"r"}' }
        : host.startsWith('portal.')
          ? {
              status: 200,
              body: '{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"b","sessionToken":"c","expiration":4000000000000}}',
            }
          : undefined;
    const config = join(company.root, 'sso-config');
    writeFileSync(
      config,
      `[profile work]\nregion=${REGION}\nsso_session=corp\nsso_account_id=123456789012\nsso_role_name=viewer\n[sso-session corp]\nsso_region=${REGION}\nsso_start_url=https://corp.awsapps.com/start\n`,
    );
    vi.stubEnv('HOME', company.root);
    vi.stubEnv('AWS_CONFIG_FILE', config);
    const session = await ssoSessionOf('work');
    const file = session === null ? '' : tokenFileOf(session);
    mkdirSync(dirname(file), { recursive: true });
    const over = { accessToken: 'old', expiresAt: '2020-01-01T00:00:00Z', refreshToken: 'r' };
    writeFileSync(file, JSON.stringify({ ...over, clientId: 'c', clientSecret: 's' }));
    // The certificate of the tests is for names of one part less than those of SSO.
    const AWS_ENDPOINT_URL_SSO = `https://portal.${REGION}.amazonaws.com`;
    const env = { ...BUNDLE, HTTPS_PROXY: company.proxy.address, AWS_ENDPOINT_URL_SSO };
    await listTables(env, { profile: 'work' });
    expect(company.proxy.connected.map(({ target }) => target)).toEqual([
      `oidc.${REGION}.amazonaws.com:443`,
      `portal.${REGION}.amazonaws.com:443`,
      `${AWS}:443`,
    ]);
  });

  it('requests to AWS assume a source’s role with its external id, and report a refusal', async () => {
    const asked: string[] = [];
    let status = 200;
    company.proxy.answer = (host, request) => {
      if (!host.startsWith('sts.')) return undefined;
      request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
      return { status, body: status === 200 ? ASSUMED : DENIED };
    };
    const env = { ...BUNDLE, HTTPS_PROXY: company.proxy.address };
    const arn = 'arn:aws:iam::123456789012:role/viewer';
    const role = { arn, externalId: 'fleet-7', sessionName: 'anna' };
    await listTables(env, { role });
    const { RoleArn, ExternalId, RoleSessionName } = Object.fromEntries(
      new URLSearchParams(asked.join('')),
    );
    expect({ RoleArn, ExternalId, RoleSessionName }).toEqual({
      RoleArn: arn,
      ExternalId: 'fleet-7',
      RoleSessionName: 'anna',
    });
    status = 403;
    expect(await failureOf(listTables(env, { role }))).toMatchObject({
      code: 'no-credentials',
      message: expect.stringMatching(/refused taking the role arn:.*not authorized/u) as string,
      hint: expect.stringContaining('trust policy') as string,
    });
  });

  it('requests to AWS report that the proxy wants other credentials, without the password', async () => {
    company.proxy.wants = 'anna:right';
    const HTTPS_PROXY = company.proxy.address.replace('//', '//anna:wrong@');
    const failure = await failureOf(listTables({ ...BUNDLE, HTTPS_PROXY }));
    expect(failure).toMatchObject({ code: 'network' });
    const text = JSON.stringify(failure);
    expect(text).toContain(`over the proxy ${company.proxy.address}`);
    expect(text).toContain('wants a user and a password');
    expect(text).not.toContain('wrong');
  });

  it('requests to AWS report that a missing proxy refused the connection', async () => {
    expect(await failureOf(listTables({ HTTPS_PROXY: 'http://127.0.0.1:9' }))).toMatchObject({
      code: 'network',
      message: expect.stringMatching(
        /over the proxy http:\/\/127\.0\.0\.1:9.*proxy refused/u,
      ) as string,
      hint: expect.stringContaining('HTTPS_PROXY') as string,
    });
  });

  it('requests to AWS report a web page, as from a network that wants a sign-in', async () => {
    company.proxy.answer = () => ({
      status: 200,
      body: '<html>Welcome to our guest network</html>',
    });
    expect(
      await failureOf(listTables({ ...BUNDLE, HTTPS_PROXY: company.proxy.address })),
    ).toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining('web page') as string,
      hint: expect.stringContaining('sign in') as string,
    });
  });

  it('requests to AWS trust the profile’s authority (ca_bundle)', async () => {
    const config = join(company.root, 'bundle-config');
    const text = `[profile work]\nregion=${REGION}\naws_access_key_id=a\naws_secret_access_key=b\n`;
    writeFileSync(config, `${text}ca_bundle=/nonexistent/ca.pem\n`);
    const env = { HTTPS_PROXY: company.proxy.address, AWS_CONFIG_FILE: config };
    expect(await failureOf(listTables(env, { profile: 'work' }))).toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining('ca_bundle of the profile "work"') as string,
    });
    writeFileSync(config, `${text}ca_bundle=${AUTHORITY_FILE}\n`);
    await expect(listTables(env, { profile: 'work' })).resolves.toBeInstanceOf(Array);
    writeFileSync(config, text);
    expect(await failureOf(listTables(env, { profile: 'work' }))).toMatchObject({
      code: 'network',
    });
  });

  it.each([
    ['is not there', '/nonexistent/ca.pem', 'cannot be read'],
    [
      'holds no certificate',
      join(import.meta.dirname, '../../../package.json'),
      'holds no certificate',
    ],
    ['holds a broken one', BROKEN, 'has a certificate that cannot be read'],
  ])('name a file of authorities that %s', async (_, AWS_CA_BUNDLE, problem) => {
    expect(
      await failureOf(listTables({ AWS_CA_BUNDLE, HTTPS_PROXY: company.proxy.address })),
    ).toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining(problem) as string,
    });
  });
});

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const DENIED = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>User is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>`;
