import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { createTables, localClients, putItems } from '../../support/fleet-tables.ts';
import { runCli } from '../../support/run-cli.ts';
import { startSignInServer, type SignInServer } from '../../support/sign-in-server.ts';

// Signing in by the command line, as someone does whose session is over.

/** Access keys that the sign-in server gives out; each has tables of its own. */
const SIGNED_IN = ['ASIASSOVIEWER', 'ASIASTS1', 'ASIASTS2'];

let home: string;
let server: SignInServer;
let env: Record<string, string>;

beforeAll(async () => {
  const last_seen = Math.floor(Date.now() / 1000);
  for (const account of SIGNED_IN) {
    const clients = localClients(inject('dynamoEndpoint'), { account, region: 'eu-west-1' });
    await createTables(clients, DEFAULT_TABLE_NAMES);
    await putItems(clients, DEFAULT_TABLE_NAMES.registry, [
      { hostname: 'web-01', last_seen, active: true, cpu_percent: 5 },
    ]);
    clients.destroy();
  }
});
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'login-'));
  server = await startSignInServer();
  const config = join(home, 'config');
  writeFileSync(
    config,
    `[profile fleet]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = viewer\nregion = eu-west-1\nendpoint_url = ${inject('dynamoEndpoint')}\n` +
      '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n' +
      `[profile device]\nrole_arn = arn:aws:iam::123456789012:role/viewer\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/anna\nregion = eu-west-1\nendpoint_url = ${inject('dynamoEndpoint')}\n` +
      '[profile base]\naws_access_key_id = base\naws_secret_access_key = base\n',
  );
  env = { HOME: home, AWS_CONFIG_FILE: config, ...server.env };
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

const run = (args: string[], input?: string) =>
  runCli(args, { dataDir: join(home, 'data'), env, ...(input === undefined ? {} : { input }) });

describe('login', () => {
  it('fixes a command whose session has expired', async () => {
    const cache = join(home, '.aws/sso/cache');
    mkdirSync(cache, { recursive: true });
    const expired = { accessToken: 'old', expiresAt: '2020-01-01T00:00:00Z' };
    // SHA-1 of "corp".
    writeFileSync(
      join(cache, 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'),
      JSON.stringify(expired),
    );
    const before = await run(['status', '--profile', 'fleet']);
    expect(before.code).toBe(3);
    expect(before.stderr).toContain('not signed in to AWS by the profile "fleet"');
    expect(before.stderr).toContain('login --profile fleet');
    server.approved = true;
    const login = await run(['login', '--profile', 'fleet']);
    expect(login).toMatchObject({ code: 0, stdout: 'Signed in with the profile fleet.\n' });
    expect(login.stderr).toContain(`confirm the code ABCD-EFGH:\n\n  ${server.endpoint}/device`);
    const after = await run(['status', '--profile', 'fleet']);
    expect(after).toMatchObject({ code: 0, stderr: '' });
    expect(after.stdout).toContain('web-01');
  });

  it('takes a device code once per session, and reports why one was refused', async () => {
    const before = await run(['status', '--profile', 'device']);
    expect(before.code).toBe(3);
    expect(before.stderr).toContain('needs a code of multi-factor authentication');
    expect(before.stderr).toContain('login --profile device');
    const none = await run(['login', '--profile', 'device']);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('No code was entered for the profile "device"');
    server.codes.add('123456');
    const login = await run(['login', '--profile', 'device'], '000000\n123456\n');
    expect(login).toMatchObject({ code: 0, stdout: 'Signed in with the profile device.\n' });
    expect(login.stderr).toContain('invalid MFA one time pass code');
    const after = await run(['status', '--profile', 'device']);
    expect(after).toMatchObject({ code: 0, stderr: '' });
    expect(server.asked).toEqual(['AssumeRole 000000', 'AssumeRole 123456']);
  });

  it('reports what a profile without sign-in lacks', async () => {
    const login = await run(['login', '--profile', 'base']);
    expect(login.code).toBe(1);
    expect(login.stderr).toContain('"base" has neither an sso_session nor an MFA device');
  });
});

describe('a source of the settings', () => {
  const ROLE = {
    arn: 'arn:aws:iam::123456789012:role/viewer',
    externalId: 'fleet-7',
    sessionName: 'py-perf',
  };
  function configure(source: object): void {
    mkdirSync(join(home, 'data'), { recursive: true, mode: 0o700 });
    const one = { id: 'default', name: 'AWS', mode: 'on', region: 'eu-west-1', ...source };
    writeFileSync(join(home, 'data/settings.json'), JSON.stringify({ sources: [one] }));
  }

  it('assumes its role with rotated keys of a profile, and with keys of the environment', async () => {
    const proxy = await startFaultProxy(inject('dynamoEndpoint'));
    proxy.fault = ({ accessKeyId }) => (accessKeyId === 'OLD' ? { kind: 'reject' } : null);
    const credentials = join(home, 'credentials');
    const rotate = (key: string): void => {
      writeFileSync(
        credentials,
        `[rotated]\naws_access_key_id = ${key}\naws_secret_access_key = made-up\n`,
      );
    };
    env = { ...env, AWS_SHARED_CREDENTIALS_FILE: credentials };
    configure({ profile: 'rotated', endpoint: proxy.endpoint });
    rotate('OLD');
    const before = await run(['status']);
    expect(before.code).toBe(3);
    expect(before.stderr).toContain('AWS rejected the credentials of the profile "rotated"');
    rotate('NEW');
    configure({ profile: 'rotated', endpoint: proxy.endpoint, role: ROLE });
    const after = await run(['status']);
    expect(after).toMatchObject({ code: 0, stderr: '' });
    expect(after.stdout).toContain('web-01');
    expect(server.asked).toEqual(['AssumeRole fleet-7']);
    expect(proxy.requests.at(-1)?.accessKeyId).toContain('ASIASTS');

    configure({ endpoint: proxy.endpoint, role: ROLE });
    env = { ...env, AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'made-up' };
    expect(await run(['status'])).toMatchObject({ code: 0, stderr: '' });
    expect(server.asked).toEqual(['AssumeRole fleet-7', 'AssumeRole fleet-7']);
    await proxy.close();
  });
});
