import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { cleanEnvironment } from '../../support/environment.ts';
import { CLI, buildCli } from '../../support/run-cli.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');

let folder: string;

beforeAll(async () => {
  // Away from any node_modules: what is missing in it would be missing here.
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  await buildCli();
  cpSync(dirname(CLI), join(folder, 'cli'), { recursive: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function bundle(nodeFlags: string[], args: string[]): Promise<string> {
  const entry = join(folder, 'cli/py-perf.cjs');
  const { stdout } = await run(process.execPath, [...nodeFlags, entry, ...args], {
    env: {
      ...cleanEnvironment(),
      ...dynamoEnvironment(inject('dynamoEndpoint'), 'clibundle'),
      PY_PERF_DATA_DIR: join(folder, 'data'),
    },
  });
  return stdout;
}

it('collects and shows the fleet without the sources and their libraries', async () => {
  const flags = ['collect', '--once', '--create-tables', '--hostname', 'bundled'];
  expect(await bundle(['--jitless'], flags)).toMatch(/^bundled: CPU .+; 1 uploaded\.$/mu);
  const hosts = JSON.parse(await bundle([], ['status', '--json'])) as { hostname: string }[];
  expect(hosts.map(({ hostname }) => hostname)).toContain('bundled');
  expect(await bundle([], ['--help'])).toContain('doctor');
});

// `systemctl` is one that agrees to everything; what it would have started is started here.
it.skipIf(process.platform !== 'linux').each(['bundle', 'sources'])(
  'installs a service whose command collects, from the %s',
  async (from) => {
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'systemctl'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const env = {
      ...cleanEnvironment(),
      HOME: join(folder, `home-${from}`),
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      PY_PERF_DATA_DIR: join(folder, 'data'),
    };
    const entry = from === 'bundle' ? join(folder, 'cli/py-perf.cjs') : join(ROOT, 'cli/index.ts');
    await run(process.execPath, [entry, 'collect', '--install-service'], { env });
    const unit = readFileSync(
      join(env.HOME, '.config/systemd/user/py-perf-collector.service'),
      'utf8',
    );
    const [program = '', ...args] = (/^ExecStart=(.*)$/mu.exec(unit)?.[1] ?? '')
      .split(' ')
      .map((word) => word.replaceAll('"', ''));
    expect(args).toContain(entry);
    const { stdout } = await run(program, [...args, '--once'], { env });
    expect(stdout).toContain('CPU');
    await run(process.execPath, [entry, 'collect', '--uninstall-service'], { env });
    expect(existsSync(join(env.HOME, '.config'))).toBe(false);
  },
);

// Each is a megabyte or more of resident memory, and comes back by a single import too many.
it.skipIf(process.platform !== 'linux')(
  'collects without loading what it does not need',
  async () => {
    const list = join(folder, 'loaded.json');
    const preload = join(folder, 'preload.cjs');
    writeFileSync(
      preload,
      `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(
       [...process.moduleLoadList, ...Object.keys(require.cache)])));`,
    );
    await bundle(['--require', preload], ['collect', '--once', '--create-tables']);
    const loaded = JSON.parse(readFileSync(list, 'utf8')) as string[];
    expect(loaded.some((name) => name.endsWith('py-perf.cjs'))).toBe(true);
    expect(loaded).toContain('NativeModule https');
    for (const name of ['internal/deps/undici/undici', 'internal/http2/core'])
      expect(loaded).not.toContain(`NativeModule ${name}`);
    const files = loaded
      .filter((name) => name.startsWith(folder))
      .map((name) => readFileSync(name, 'utf8'));
    expect(files.filter((text) => text.includes('MemAvailable'))).toHaveLength(1);
    expect(
      files.filter((text) => text.includes('Systeminformation') || text.includes('wmic')),
    ).toEqual([]);
  },
);
