import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUTHORITY,
  AUTHORITY_FILE,
  startInspectingProxy,
  type InspectingProxy,
} from '../../support/inspecting-proxy.ts';
import { runCli } from '../../support/run-cli.ts';

/** A network where everything fails in its own way; `doctor` examines all of it in one run. */
const PAGE = '<!DOCTYPE html><html><title>Guest network</title></html>';
const ROLE = 'arn:aws:iam::123456789012:role/viewer';
const on = (id: string, change: object) => ({ id, name: id, mode: 'on', ...change });

let home: string;
let proxy: InspectingProxy;
let env: Record<string, string>;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'doctor-'));
  proxy = await startInspectingProxy('http://127.0.0.1:9');
  proxy.answer = () => ({ status: 200, body: PAGE });
  const config = join(home, 'config');
  writeFileSync(
    config,
    '[profile corp]\nregion=eu-central-1\nsso_session=corp\nsso_account_id=123456789012\nsso_role_name=viewer\n' +
      '[sso-session corp]\nsso_region=eu-central-1\nsso_start_url=https://corp.awsapps.com/start\n',
  );
  const cache = join(home, '.aws/sso/cache');
  mkdirSync(cache, { recursive: true });
  // SHA-1 of "corp".
  writeFileSync(
    join(cache, 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'),
    JSON.stringify({ accessToken: 'good', expiresAt: '2999-01-01T00:00:00Z' }),
  );
  env = {
    HOME: home,
    AWS_CONFIG_FILE: config,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // The certificate of the tests is for names of one part less than those of SSO.
    AWS_ENDPOINT_URL_SSO: 'https://portal.eu-central-1.amazonaws.com',
    HTTPS_PROXY: proxy.address,
    NO_PROXY: '.invalid',
  };
});
afterAll(async () => {
  await proxy.close();
  rmSync(home, { recursive: true });
});

interface Report {
  findings: { sourceId: string | null; code: string; message: string; hint: string }[];
}

/** What `doctor` finds of the sources, as a program reads it. */
async function examine(sources: object[], change: Record<string, string>): Promise<Report> {
  const dataDir = mkdtempSync(join(home, 'data-'));
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ sources }));
  const { code, stdout } = await runCli(['doctor', '--no-sync', '--json'], {
    dataDir,
    env: { ...env, ...change },
  });
  expect(code).toBe(1);
  return JSON.parse(stdout) as Report;
}

const failing = ({ findings }: Report, id: string) =>
  findings.find(({ sourceId, code }) => sourceId === id && code === 'source-failing');

describe('doctor', () => {
  it('names portal, DNS, refusal and proxy, each with a hint, and never as an answer of AWS', async () => {
    const report = await examine(
      [
        on('portal', { region: 'eu-central-1' }),
        on('portal-sts', { region: 'eu-central-1', role: { arn: ROLE } }),
        on('portal-sso', { profile: 'corp' }),
        on('dns', { region: 'eu-central-1', endpoint: 'https://dynamodb.invalid' }),
        on('refused', { endpoint: 'http://127.0.0.1:9' }),
      ],
      { SSL_CERT_FILE: AUTHORITY_FILE },
    );
    expect(failing(report, 'portal')).toMatchObject({
      message: expect.stringContaining('complete answer of DynamoDB: it is a web page') as string,
      hint: expect.stringContaining('this network wants you to sign in') as string,
    });
    expect(failing(report, 'portal-sts')).toMatchObject({
      message: expect.stringMatching(
        /taking the role .+ no complete answer of sts\.eu-central-1\.amazonaws\.com: it is a web page/u,
      ) as string,
      hint: expect.stringContaining('this network wants you to sign in') as string,
    });
    expect(failing(report, 'portal-sso')).toMatchObject({
      message: expect.stringMatching(
        /credentials of the profile "corp" .+: it is a web page/u,
      ) as string,
      hint: expect.stringContaining('this network wants you to sign in') as string,
    });
    expect(failing(report, 'dns')).toMatchObject({
      message: expect.stringMatching(
        /dynamodb\.invalid cannot be reached: its name .+ \(DNS\)/u,
      ) as string,
      hint: expect.stringContaining('Settings, Network') as string,
    });
    expect(failing(report, 'refused')).toMatchObject({
      message: expect.stringContaining('127.0.0.1:9 cannot be reached: it refused') as string,
      hint: expect.stringContaining('whether the server runs') as string,
    });
    expect(JSON.stringify(report)).not.toMatch(/AWS refused|answered with an error/u);
    const { findings } = report;
    expect(findings.filter(({ code }) => code === 'proxy').map(({ sourceId }) => sourceId)).toEqual(
      ['portal', 'portal-sts', 'portal-sso'],
    );
  });

  it('reports that trust does not help with a certificate for another name', async () => {
    const other = await examine([on('own', { region: 'eu-west-1' })], {
      SSL_CERT_FILE: AUTHORITY_FILE,
    });
    expect(failing(other, 'own')).toMatchObject({
      message: expect.stringContaining('is for another name') as string,
      hint: expect.stringContaining('this network wants you to sign in') as string,
    });
  });

  it('names the signer of an untrusted certificate, and a missing proxy', async () => {
    const untrusted = await examine([on('own', { region: 'eu-central-1' })], {});
    expect(failing(untrusted, 'own')).toMatchObject({
      message: expect.stringContaining(`issued by "${AUTHORITY}", is not trusted`) as string,
      hint: expect.stringContaining('AWS_CA_BUNDLE') as string,
    });
    const HTTPS_PROXY = 'http://anna:s3cret@127.0.0.1:9';
    const gone = await examine([on('own', { region: 'eu-central-1' })], { HTTPS_PROXY });
    expect(failing(gone, 'own')).toMatchObject({
      message: expect.stringContaining('over the proxy http://127.0.0.1:9: the proxy') as string,
      hint: expect.stringContaining('Check the proxy') as string,
    });
    expect(JSON.stringify(gone)).not.toContain('s3cret');
  });
});
