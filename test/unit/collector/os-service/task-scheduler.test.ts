import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { osService } from '../../../../collector/os-service/os-service.ts';
import { serviceEnvironment } from '../../../../collector/os-service/service-manager.ts';
import { taskXml } from '../../../../collector/os-service/task-scheduler.ts';
import { COLLECTOR_SERVICE, WATCHER_SERVICE } from '../../../../collector/os-service/services.ts';
import { FakeSystem } from './fake-system.ts';

const COMMAND = {
  program: 'C:\\Program Files\\Py & Perf\\node.exe',
  args: ['C:\\Program Files\\cli\\index.ts', 'collect', '--hostname', 'a "b" c\\'],
  environment: {},
};

let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
});

afterEach(() => {
  system.remove();
});

describe('the task scheduler', () => {
  it('quotes the command as Windows reads it, inside well-formed XML', () => {
    const xml = taskXml(COMMAND, 'user', COLLECTOR_SERVICE);
    expect(xml).toContain('<Command>C:\\Program Files\\Py &amp; Perf\\node.exe</Command>');
    expect(xml).toContain(
      String.raw`<Arguments>&quot;C:\Program Files\cli\index.ts&quot; collect --hostname &quot;a \&quot;b\&quot; c\\&quot;</Arguments>`,
    );
    expect(xml).toContain('<LogonTrigger/>');
    expect(taskXml(COMMAND, 'system', COLLECTOR_SERVICE)).toContain('<UserId>S-1-5-19</UserId>');
  });

  it('installs, reports and removes the task, and its temporary file', async () => {
    const before = system.files();
    const service = osService(system.options('win32'));
    system.failing.set('/Query', { code: 0, stdout: '"host","\\task","Running"', stderr: '' });
    expect(await service.install(COMMAND)).toEqual({
      installed: true,
      running: true,
      definition: COLLECTOR_SERVICE.taskName,
    });
    expect(system.calls[0]).toMatch(/^schtasks \/Create \/TN Py-Perf Collector \/XML .+ \/F$/u);
    expect(await service.uninstall()).toBe(true);
    expect(system.files()).toEqual(before);
  });
});

it('the task scheduler has a separate task for the watcher', async () => {
  const watcher = osService(system.options('win32', 'user', WATCHER_SERVICE));
  await watcher.install(COMMAND);
  expect(system.calls).toContain('schtasks /Run /TN Py-Perf Watcher');
  expect(taskXml(COMMAND, 'user', WATCHER_SERVICE)).toContain('<Description>Py-Perf watcher');
});

describe('osService', () => {
  it('says that a platform is not supported', () => {
    expect(() => osService(system.options('sunos'))).toThrow(/no service support/u);
  });
});

describe('serviceEnvironment', () => {
  it('passes on where to find tables and data, and no credential', () => {
    expect(
      serviceEnvironment({
        AWS_PROFILE: 'fleet',
        AWS_REGION: '',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: 'secret',
        AWS_ACCESS_KEY_ID: 'key',
        PATH: '/bin',
      }),
    ).toEqual({ AWS_PROFILE: 'fleet' });
  });

  it('passes on paths that mean the same from everywhere, and no password of an endpoint', () => {
    expect(
      serviceEnvironment({
        PY_PERF_DATA_DIR: 'data',
        AWS_CONFIG_FILE: './aws/config',
        AWS_ENDPOINT_URL_DYNAMODB: 'https://anna:s3cret@dynamo.example:8000',
      }),
    ).toEqual({
      PY_PERF_DATA_DIR: resolve('data'),
      AWS_CONFIG_FILE: resolve('aws/config'),
      AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamo.example:8000',
    });
  });

  it('passes on the way through the network, without the password of the proxy', () => {
    expect(
      serviceEnvironment({
        HTTPS_PROXY: 'http://anna:s3cret@proxy:3128',
        http_proxy: 'anna:s3cret@proxy:3128',
        NO_PROXY: '10.0.0.0/8,example.com',
        AWS_CA_BUNDLE: '/etc/ssl/company.pem',
        SSL_CERT_DIR: '/etc/ssl/certs',
      }),
    ).toEqual({
      HTTPS_PROXY: 'http://proxy:3128',
      http_proxy: 'proxy:3128',
      NO_PROXY: '10.0.0.0/8,example.com',
      AWS_CA_BUNDLE: '/etc/ssl/company.pem',
      SSL_CERT_DIR: '/etc/ssl/certs',
    });
  });

  it('passes on names as they are, every way to AWS, and no password that was not encoded', () => {
    expect(
      serviceEnvironment({
        AWS_PROFILE: 'anna@example.com',
        AWS_ENDPOINT_URL: 'https://aws.example',
        AWS_ENDPOINT_URL_STS: 'https://anna:s3cret@sts.example',
        AWS_USE_FIPS_ENDPOINT: 'true',
        HTTPS_PROXY: 'http://anna:s3/c#r?e@t@proxy:3128',
        all_proxy: 'HTTP://anna@proxy:3128',
      }),
    ).toEqual({
      AWS_PROFILE: 'anna@example.com',
      AWS_ENDPOINT_URL: 'https://aws.example',
      AWS_ENDPOINT_URL_STS: 'https://sts.example',
      AWS_USE_FIPS_ENDPOINT: 'true',
      HTTPS_PROXY: 'http://proxy:3128',
      all_proxy: 'HTTP://proxy:3128',
    });
  });

  it.each([
    ['linux', 'user'],
    ['linux', 'system'],
    ['darwin', 'user'],
    ['darwin', 'system'],
  ] as const)(
    'gives proxy and authorities to the service on %s (%s), and no password to its definition',
    async (platform, scope) => {
      const environment = serviceEnvironment({
        HTTPS_PROXY: 'http://anna:s3cret@proxy.example:3128',
        NO_PROXY: '.internal.example',
        AWS_CA_BUNDLE: '/etc/ssl/company.pem',
      });
      const service = osService(system.options(platform, scope));
      const { definition } = await service.install({ ...COMMAND, environment });
      const text = readFileSync(definition, 'utf8');
      for (const value of Object.values(environment)) expect(text).toContain(value);
      expect(text).toContain('http://proxy.example:3128');
      expect(text).not.toMatch(/s3cret|anna/u);
    },
  );

  it('gives a task of Windows no variables, which it could not hold, and so no password', () => {
    const environment = { HTTPS_PROXY: 'http://proxy.example:3128' };
    expect(taskXml({ ...COMMAND, environment }, 'user', COLLECTOR_SERVICE)).not.toContain('proxy');
  });
});
