import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serviceEnvironment } from '../../../collector/os-service/service-manager.ts';
import { COLLECTOR_SERVICE } from '../../../collector/os-service/services.ts';
import { systemdUnit } from '../../../collector/os-service/systemd.ts';
import {
  AWS,
  REGION,
  SIGNED,
  listTables,
  useCompanyNetwork,
} from '../../support/company-network.ts';
import { AUTHORITY, AUTHORITY_FILE } from '../../support/inspecting-proxy.ts';
import { CLI, runCli } from '../../support/run-cli.ts';

const company = useCompanyNetwork();

describe('a command in a company whose authority only the system knows', () => {
  const env = () => ({
    ...SIGNED,
    HTTPS_PROXY: company.proxy.address,
    SSL_CERT_FILE: AUTHORITY_FILE,
  });

  it('uploads by the proxy, with user and password', async () => {
    company.proxy.wants = 'anna:s3cret@home';
    const dataDir = join(company.root, 'system-store');
    const HTTPS_PROXY = company.proxy.address.replace('//', '//anna:s3cret%40home@');
    const args = ['collect', '--once', '--create-tables', '--hostname', 'behind-proxy'];
    const once = await runCli(args, { dataDir, env: { ...env(), HTTPS_PROXY } });
    expect(once).toMatchObject({ code: 0, stderr: '' });
    const status = await runCli(['status', '--json'], { dataDir, env: { ...env(), HTTPS_PROXY } });
    expect(status.stdout).toContain('behind-proxy');
    expect(new Set(company.proxy.connected.map(({ target }) => target))).toEqual(
      new Set([`${AWS}:443`]),
    );
  });

  it('names an authority unknown to the system, with a hint', async () => {
    const { SSL_CERT_FILE: _, ...without } = env();
    const dataDir = join(company.root, 'no-store');
    const status = await runCli(['status'], { dataDir, env: without });
    expect(status.code).not.toBe(0);
    expect(status.stderr).toContain(`The certificate of ${AWS}, issued by "${AUTHORITY}"`);
    expect(status.stderr).toContain('AWS_CA_BUNDLE');
  });
});

/** Writes settings.json of a data directory of its own. */
function settled(name: string, settings: object): string {
  const dataDir = join(company.root, name);
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  return dataDir;
}

describe('commands whose settings name proxy and authority', () => {
  const network = () => ({ proxy: company.proxy.address, caFile: AUTHORITY_FILE });
  const HOOKS = 'hooks.eu-central-1.amazonaws.com';
  const channels = [{ id: 'ops', name: 'Ops', type: 'webhook', secrets: { url: 'env:HOOK' } }];
  const own = {
    ...SIGNED,
    AWS_PROFILE: '',
    HOOK: `https://${HOOKS}/message`,
    BEAT: `https://${HOOKS}/beat`,
  };
  const sources = [{ id: 'default', name: 'AWS', mode: 'on', region: REGION }];

  it('use it in doctor, which names the proxy without its password', async () => {
    company.proxy.wants = 'anna:s3cret';
    const dataDir = settled('set', { network: network(), sources });
    const HTTPS_PROXY = company.proxy.address.replace('//', '//anna:s3cret@');
    const doctor = await runCli(['doctor'], { dataDir, env: { ...own, HTTPS_PROXY } });
    expect(doctor.stdout).toContain(`Requests go over the proxy ${company.proxy.address}.`);
    expect(`${doctor.stdout}${doctor.stderr}`).not.toContain('s3cret');
    expect(new Set(company.proxy.connected.map(({ target }) => target))).toEqual(
      new Set([`${AWS}:443`, `sts.${REGION}.amazonaws.com:443`]),
    );
    company.proxy.wants = 'anna:other';
    const refused = await runCli(['doctor', '--no-sync'], {
      dataDir,
      env: { ...own, HTTPS_PROXY },
    });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/over the proxy \S+: the proxy wants a user and a password/u);
    expect(refused.stdout).toContain('Settings, Network');
  });

  it('send to channels and call the heartbeat through it', async () => {
    const answered: string[] = [];
    company.proxy.answer = (host, request) => {
      if (host !== HOOKS) return undefined;
      answered.push(request.url ?? '');
      return { status: 200, body: 'ok' };
    };
    await listTables({ AWS_CA_BUNDLE: AUTHORITY_FILE, HTTPS_PROXY: company.proxy.address });
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
    expect(company.proxy.connected.map(({ target }) => target)).toContain(`${HOOKS}:443`);
  });

  it('report for a channel that the proxy wants a password, and an untrusted certificate', async () => {
    company.proxy.wants = 'anna:s3cret';
    const dataDir = settled('channel', { network: network(), sources, channels });
    const refused = await runCli(['watch', '--test', 'ops'], { dataDir, env: own });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`over the proxy ${company.proxy.address}: the proxy wants`);
    expect(refused.stderr).not.toContain('/message');
    company.proxy.wants = null;
    settled('channel', { network: { proxy: company.proxy.address }, sources, channels });
    const untrusted = await runCli(['watch', '--test', 'ops'], { dataDir, env: own });
    expect(untrusted.stderr).toContain(`The certificate of ${HOOKS}, issued by "${AUTHORITY}"`);
  });
});

describe('an installed service', () => {
  /** The variables that systemd gives a unit: those of its definition, then those of its file. */
  function variablesOf(unit: string, file: string): Record<string, string> {
    const written = [...unit.matchAll(/^Environment="(.*)"$/gmu)].map(([, text = '']) => text);
    const lines = [...written, ...file.split('\n')].filter((line) => line.includes('='));
    return Object.fromEntries(
      lines.map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1).replaceAll('%%', '%')];
      }),
    );
  }

  it('uses the proxy of its definition, with the password from the file beside it', async () => {
    company.proxy.wants = 'anna:s3cret';
    const full = company.proxy.address.replace('//', '//anna:s3cret@');
    const environment = serviceEnvironment({
      HTTPS_PROXY: full,
      NO_PROXY: 'internal.example',
      AWS_REGION: REGION,
      SSL_CERT_FILE: AUTHORITY_FILE,
      AWS_SECRET_ACCESS_KEY: 'not-for-everybody',
    });
    const command = { program: process.execPath, args: [CLI, 'collect'], environment };
    const unit = systemdUnit(command, 'system', COLLECTOR_SERVICE);
    expect(unit).toContain(`Environment="HTTPS_PROXY=${company.proxy.address}"`);
    expect(unit).toContain('EnvironmentFile=-%E/py-perf-desktop/collector.env');
    expect(unit).not.toMatch(/s3cret|anna|not-for-everybody/u);

    const dataDir = join(company.root, 'service');
    const keys = 'AWS_ACCESS_KEY_ID=companynetwork\nAWS_SECRET_ACCESS_KEY=local\n';
    const args = ['collect', '--once', '--create-tables', '--hostname', 'a-service'];
    const { PY_PERF_DATA_DIR: _, ...without } = variablesOf(unit, keys);
    const refused = await runCli(args, { dataDir, env: without });
    expect(refused.stderr).toContain('the proxy wants a user and a password');
    const { PY_PERF_DATA_DIR: __, ...env } = variablesOf(unit, `${keys}HTTPS_PROXY=${full}\n`);
    expect(await runCli(args, { dataDir, env })).toMatchObject({ code: 0, stderr: '' });
    expect(company.proxy.connected).toContainEqual({
      target: `${AWS}:443`,
      identity: 'anna:s3cret',
    });
  });
});
