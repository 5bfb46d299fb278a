import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  vi,
} from 'vitest';
import { AppFailure, type AppError } from '../../../contract/errors.ts';
import { DEFAULT_SETTINGS, sourceConfigSchema } from '../../../contract/settings.ts';
import { createDynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../../platform/aws/errors.ts';
import { ssoSessionOf, tokenFileOf } from '../../../platform/aws/sso-session.ts';
import { tryNetwork } from '../../../platform/aws/try-network.ts';
import { useSystemProxy } from '../../../platform/net/proxy.ts';
import { sendRequest } from '../../../platform/net/send-request.ts';
import {
  AUTHORITY,
  AUTHORITY_FILE,
  startInspectingProxy,
  type InspectingProxy,
} from '../../support/inspecting-proxy.ts';
import { runCli } from '../../support/run-cli.ts';

/** The network of a company: nothing leads out but a proxy, and the proxy opens what is encrypted. */
const REGION = 'eu-central-1';
const AWS = `dynamodb.${REGION}.amazonaws.com`;
/** An account of its own: tables have their default names. */
const SIGNED = {
  AWS_ACCESS_KEY_ID: 'networks',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: REGION,
};

let proxy: InspectingProxy;
let root: string;

const BROKEN = join(mkdtempSync(join(tmpdir(), 'broken-')), 'ca.pem');
writeFileSync(BROKEN, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'networks-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});
beforeEach(async () => {
  proxy = await startInspectingProxy(inject('dynamoEndpoint'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  useSystemProxy(null);
  await proxy.close();
});

/** Asks AWS's own address for its tables; resolves with their names, or throws what the app would say. */
async function listTables(
  env: Record<string, string>,
  source: Record<string, unknown> = {},
): Promise<string[]> {
  for (const [name, value] of Object.entries({ ...SIGNED, ...env })) vi.stubEnv(name, value);
  const [config] = DEFAULT_SETTINGS.sources;
  const clients = await createDynamoClients(
    sourceConfigSchema.parse({ ...config, region: REGION, ...source }),
  );
  clients.base.config.maxAttempts = () => Promise.resolve(1);
  try {
    const { TableNames = [] } = await clients.base.send(new ListTablesCommand({}));
    return TableNames;
  } catch (error) {
    throw awsFailure(error, 'listing tables');
  } finally {
    clients.destroy();
  }
}

/** What the app says of work that must fail. */
async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (cause: unknown) => cause,
  );
  if (error instanceof AppFailure) return error.error;
  throw error;
}

describe('a command in a company whose authority only the system knows', () => {
  const env = () => ({ ...SIGNED, HTTPS_PROXY: proxy.address, SSL_CERT_FILE: AUTHORITY_FILE });

  it('uploads by the proxy, with user and password', async () => {
    proxy.wants = 'anna:s3cret@home';
    const dataDir = join(root, 'system-store');
    const HTTPS_PROXY = proxy.address.replace('//', '//anna:s3cret%40home@');
    const args = ['collect', '--once', '--create-tables', '--hostname', 'behind-proxy'];
    const once = await runCli(args, { dataDir, env: { ...env(), HTTPS_PROXY } });
    expect(once).toMatchObject({ code: 0, stderr: '' });
    const status = await runCli(['status', '--json'], { dataDir, env: { ...env(), HTTPS_PROXY } });
    expect(status.stdout).toContain('behind-proxy');
    expect(new Set(proxy.connected.map(({ target }) => target))).toEqual(new Set([`${AWS}:443`]));
  });

  it('says whose authority is not trusted where the system does not know it, and what to do', async () => {
    const { SSL_CERT_FILE: _, ...without } = env();
    const dataDir = join(root, 'no-store');
    const status = await runCli(['status'], { dataDir, env: without });
    expect(status.code).not.toBe(0);
    expect(status.stderr).toContain(`The certificate of ${AWS}, issued by "${AUTHORITY}"`);
    expect(status.stderr).toContain('AWS_CA_BUNDLE');
  });
});

/** Writes settings.json of a data directory of its own. */
function settled(name: string, settings: object): string {
  const dataDir = join(root, name);
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  return dataDir;
}

describe('commands whose settings name proxy and authority', () => {
  const network = () => ({ proxy: proxy.address, caFile: AUTHORITY_FILE });
  const HOOKS = 'hooks.eu-central-1.amazonaws.com';
  const channels = [{ id: 'ops', name: 'Ops', type: 'webhook', secrets: { url: 'env:HOOK' } }];
  const own = {
    ...SIGNED,
    AWS_PROFILE: '',
    HOOK: `https://${HOOKS}/message`,
    BEAT: `https://${HOOKS}/beat`,
  };
  const sources = [{ id: 'default', name: 'AWS', mode: 'on', region: REGION }];

  it('examine by it, and doctor names the proxy without its password', async () => {
    proxy.wants = 'anna:s3cret';
    const dataDir = settled('set', { network: network(), sources });
    const HTTPS_PROXY = proxy.address.replace('//', '//anna:s3cret@');
    const doctor = await runCli(['doctor'], { dataDir, env: { ...own, HTTPS_PROXY } });
    expect(doctor.stdout).toContain(`Requests go over the proxy ${proxy.address}.`);
    expect(`${doctor.stdout}${doctor.stderr}`).not.toContain('s3cret');
    expect(new Set(proxy.connected.map(({ target }) => target))).toEqual(
      new Set([`${AWS}:443`, `sts.${REGION}.amazonaws.com:443`]),
    );
    proxy.wants = 'anna:other';
    const refused = await runCli(['doctor', '--no-sync'], {
      dataDir,
      env: { ...own, HTTPS_PROXY },
    });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/over the proxy \S+: the proxy wants a user and a password/u);
    expect(refused.stdout).toContain('Settings, Network');
  });

  it('send to channels and call the heartbeat by it', async () => {
    const answered: string[] = [];
    proxy.answer = (host, request) => {
      if (host !== HOOKS) return undefined;
      answered.push(request.url ?? '');
      return { status: 200, body: 'ok' };
    };
    await listTables({ AWS_CA_BUNDLE: AUTHORITY_FILE, HTTPS_PROXY: proxy.address });
    const dataDir = settled('watching', { network: network(), sources, channels });
    const test = await runCli(['watch', '--test', 'ops'], { dataDir, env: own });
    expect(test).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Sent to Ops') as string,
    });
    const once = await runCli(['watch', '--once', '--heartbeat', 'env:BEAT'], {
      dataDir,
      env: own,
    });
    expect(once.code).toBe(0);
    expect(answered).toEqual(['/message', '/beat']);
    expect(proxy.connected.map(({ target }) => target)).toContain(`${HOOKS}:443`);
  });

  it('say of a channel that the proxy wants a password, and whose certificate is not trusted', async () => {
    proxy.wants = 'anna:s3cret';
    const dataDir = settled('channel', { network: network(), sources, channels });
    const refused = await runCli(['watch', '--test', 'ops'], { dataDir, env: own });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`over the proxy ${proxy.address}: the proxy wants`);
    expect(refused.stderr).not.toContain('/message');
    proxy.wants = null;
    settled('channel', { network: { proxy: proxy.address }, sources, channels });
    const untrusted = await runCli(['watch', '--test', 'ops'], { dataDir, env: own });
    expect(untrusted.stderr).toContain(`The certificate of ${HOOKS}, issued by "${AUTHORITY}"`);
  });
});

/** Takes connections and says nothing. */
async function silentProxy(): Promise<{ address: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

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
    settings: { caFile: AUTHORITY_FILE, proxy: proxy.address, ...settings },
    identities: new Map([[proxy.address, { user: 'anna', password }]]),
  });

  beforeEach(() => {
    proxy.wants = 'anna:s3cret';
    proxy.answer = () => ({ status: 200, body: `healthy: ${AWS} ` });
  });

  it('a try of settings asks DynamoDB by them, without credentials', async () => {
    expect(await tryNetwork(REGION, network({}))).toEqual({ host: AWS, proxy: proxy.address });
    expect(proxy.connected).toEqual([{ target: `${AWS}:443`, identity: 'anna:s3cret' }]);
  });

  it('a try of settings tells a wrong password, an unknown authority, and a web page in the place of AWS', async () => {
    expect(await failureOf(tryNetwork(REGION, network({}, 'wrong')))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('wants a user and a password') as string,
    });
    expect(await failureOf(tryNetwork(REGION, network({ caFile: undefined })))).toMatchObject({
      message: expect.stringContaining(AUTHORITY) as string,
    });
    proxy.answer = () => ({ status: 200, body: '<html>Guest network</html>' });
    expect(await failureOf(tryNetwork(REGION, network({})))).toMatchObject({
      code: 'bad-answer',
      hint: expect.stringContaining('sign in') as string,
    });
  });

  it('a try of settings ends where nothing answers', async () => {
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
    await expect(listTables({ ...BUNDLE, [name]: proxy.address })).resolves.toBeInstanceOf(Array);
    expect(proxy.connected).toEqual([{ target: `${AWS}:443`, identity: null }]);
  });

  it.each(['amazonaws.com', '.amazonaws.com', AWS, `${AWS}:443`, '*', 'other, amazonaws.com'])(
    'requests to AWS go straight where NO_PROXY is %s',
    async (exempt) => {
      const env = { ...BUNDLE, HTTPS_PROXY: proxy.address, NO_PROXY: exempt };
      expect(await failureOf(listTables(env))).toMatchObject({ code: 'network' });
      expect(proxy.connected).toEqual([]);
    },
  );

  it('requests to AWS to this machine never go by a proxy', async () => {
    const env = { HTTPS_PROXY: proxy.address, HTTP_PROXY: proxy.address };
    await listTables(env, { endpoint: inject('dynamoEndpoint') });
    expect(proxy.connected).toEqual([]);
  });

  it('follow the proxy of the system where the environment names none', async () => {
    const asked: string[] = [];
    useSystemProxy((address) => {
      asked.push(address);
      return Promise.resolve(proxy.address);
    });
    await listTables(BUNDLE);
    expect(asked).toEqual([`https://${AWS}`]);
    expect(proxy.connected).toHaveLength(1);
  });

  it('requests to AWS take a role by the same proxy', async () => {
    proxy.answer = (host) => (host.startsWith('sts.') ? { status: 200, body: ASSUMED } : undefined);
    const config = join(root, 'config');
    writeFileSync(
      config,
      `[profile work]\nregion=${REGION}\nrole_arn=arn:aws:iam::123456789012:role/viewer\nsource_profile=base\n[profile base]\naws_access_key_id=a\naws_secret_access_key=b\n`,
    );
    const env = { ...BUNDLE, HTTPS_PROXY: proxy.address, AWS_CONFIG_FILE: config };
    await listTables(env, { profile: 'work' });
    expect(proxy.connected.map(({ target }) => target)).toEqual([
      `sts.${REGION}.amazonaws.com:443`,
      `${AWS}:443`,
    ]);
  });

  it('requests to AWS refresh a sign-in, and fetch its keys, by the same proxy', async () => {
    proxy.answer = (host) =>
      host.startsWith('oidc.')
        ? { status: 200, body: '{"accessToken":"new","expiresIn":3600,"refreshToken":"r"}' }
        : host.startsWith('portal.')
          ? {
              status: 200,
              body: '{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"b","sessionToken":"c","expiration":4000000000000}}',
            }
          : undefined;
    const config = join(root, 'sso-config');
    writeFileSync(
      config,
      `[profile work]\nregion=${REGION}\nsso_session=corp\nsso_account_id=123456789012\nsso_role_name=viewer\n[sso-session corp]\nsso_region=${REGION}\nsso_start_url=https://corp.awsapps.com/start\n`,
    );
    vi.stubEnv('HOME', root);
    vi.stubEnv('AWS_CONFIG_FILE', config);
    const session = await ssoSessionOf('work');
    const file = session === null ? '' : tokenFileOf(session);
    mkdirSync(dirname(file), { recursive: true });
    const over = { accessToken: 'old', expiresAt: '2020-01-01T00:00:00Z', refreshToken: 'r' };
    writeFileSync(file, JSON.stringify({ ...over, clientId: 'c', clientSecret: 's' }));
    // The certificate of the tests is for names of one part less than those of SSO.
    const AWS_ENDPOINT_URL_SSO = `https://portal.${REGION}.amazonaws.com`;
    const env = { ...BUNDLE, HTTPS_PROXY: proxy.address, AWS_ENDPOINT_URL_SSO };
    await listTables(env, { profile: 'work' });
    expect(proxy.connected.map(({ target }) => target)).toEqual([
      `oidc.${REGION}.amazonaws.com:443`,
      `portal.${REGION}.amazonaws.com:443`,
      `${AWS}:443`,
    ]);
  });

  it('requests to AWS take the role of a source with its external id, and say why where AWS refuses', async () => {
    const asked: string[] = [];
    let status = 200;
    proxy.answer = (host, request) => {
      if (!host.startsWith('sts.')) return undefined;
      request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
      return { status, body: status === 200 ? ASSUMED : DENIED };
    };
    const env = { ...BUNDLE, HTTPS_PROXY: proxy.address };
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

  it('requests to AWS say that the proxy wants other credentials, and repeat no password', async () => {
    proxy.wants = 'anna:right';
    const HTTPS_PROXY = proxy.address.replace('//', '//anna:wrong@');
    const failure = await failureOf(listTables({ ...BUNDLE, HTTPS_PROXY }));
    expect(failure).toMatchObject({ code: 'network' });
    const text = JSON.stringify(failure);
    expect(text).toContain(`over the proxy ${proxy.address}`);
    expect(text).toContain('wants a user and a password');
    expect(text).not.toContain('wrong');
  });

  it('requests to AWS say that a proxy that is not there refused the connection', async () => {
    expect(await failureOf(listTables({ HTTPS_PROXY: 'http://127.0.0.1:9' }))).toMatchObject({
      code: 'network',
      message: expect.stringMatching(
        /over the proxy http:\/\/127\.0\.0\.1:9.*proxy refused/u,
      ) as string,
      hint: expect.stringContaining('HTTPS_PROXY') as string,
    });
  });

  it('requests to AWS say that a web page came back, as of a network that wants a sign-in', async () => {
    proxy.answer = () => ({ status: 200, body: '<html>Welcome to our guest network</html>' });
    expect(await failureOf(listTables({ ...BUNDLE, HTTPS_PROXY: proxy.address }))).toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining('web page') as string,
      hint: expect.stringContaining('sign in') as string,
    });
  });

  it('requests to AWS trust the authority that the profile names (ca_bundle)', async () => {
    const config = join(root, 'bundle-config');
    const text = `[profile work]\nregion=${REGION}\naws_access_key_id=a\naws_secret_access_key=b\n`;
    writeFileSync(config, `${text}ca_bundle=/nonexistent/ca.pem\n`);
    const env = { HTTPS_PROXY: proxy.address, AWS_CONFIG_FILE: config };
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
      await failureOf(listTables({ AWS_CA_BUNDLE, HTTPS_PROXY: proxy.address })),
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
