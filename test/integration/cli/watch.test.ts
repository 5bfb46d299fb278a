import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBlankStore } from '../../support/blank-store.ts';
import { startAlertReceiver, type AlertReceiver } from '../../support/alert-receiver.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { cleanEnvironment } from '../../support/environment.ts';
import { CLI, buildCli, runCli, type CliResult } from '../../support/run-cli.ts';

const SECRET = 'sEcReT-path-7Hq2';

let dataDir: string;
let receiver: AlertReceiver;
let env: Record<string, string>;

beforeEach(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'cli-watch-')), 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  receiver = await startAlertReceiver();
  env = { HOOK_URL: `${receiver.url}/${SECRET}` };
});

afterEach(async () => {
  await receiver.close();
  rmSync(join(dataDir, '..'), { recursive: true });
});

function configure(secrets: Record<string, string>, others: object = {}): void {
  const channel = { type: 'webhook', id: 'hook', name: 'Hook', privateAddress: true, secrets };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ channels: [channel], ...others }));
}

function filesWith(text: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

describe('watch', () => {
  it('sends a test with a secret from the environment, and stores it nowhere', async () => {
    configure({ url: 'env:HOOK_URL' });
    const sent = await runCli(['watch', '--test', 'Hook'], { dataDir, env });
    expect(sent).toMatchObject({ code: 0, stdout: 'Sent to Hook. Check that it arrived.\n' });
    expect(receiver.requests).toMatchObject([{ path: `/${SECRET}` }]);
    receiver.fault = () => ({ kind: 'status', status: 500 });
    const failed = await runCli(['watch', '--test', 'hook'], { dataDir, env });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('Hook answered HTTP 500');
    const doctor = await runCli(['doctor', '--json'], { dataDir, env });
    expect(doctor.stdout + doctor.stderr + failed.stderr + sent.stderr).not.toContain(SECRET);
    expect(filesWith(SECRET)).toEqual([]);
  });

  it('reads a secret from the first line of a file, and reports a missing one', async () => {
    const file = join(dataDir, '../secret');
    configure({ url: `file:${file}` });
    const missing = await runCli(['watch', '--test', 'Hook'], { dataDir });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('"url" of the channel Hook cannot be read');
    writeFileSync(file, `${receiver.url}\nnot this\n`);
    expect((await runCli(['watch', '--test', 'Hook'], { dataDir })).code).toBe(0);
  });

  it('refuses to run without a channel or a heartbeat, or with a URL on its command line', async () => {
    expect((await runCli(['watch'], { dataDir })).stderr).toContain('nobody to notify');
    const open = await runCli(['watch', '--heartbeat', 'https://example.com/ping'], { dataDir });
    expect(open.code).toBe(2);
    expect(open.stderr).toContain('env:NAME or file:PATH');
  });

  // `systemctl` is one that agrees to everything.
  it.skipIf(process.platform !== 'linux')(
    'installs itself as a service beside the collector, with no secret in its definition',
    async () => {
      const home = join(dataDir, '../home');
      const bin = join(dataDir, '../bin');
      mkdirSync(bin);
      writeFileSync(join(bin, 'systemctl'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
      const own = { ...env, HOME: home, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
      const watch = (...flags: string[]) => runCli(['watch', ...flags], { dataDir, env: own });
      configure({});
      const refused = await watch('--install-service');
      expect(refused.stderr).toContain('where no service can read it');
      expect(existsSync(home)).toBe(false);
      configure({ url: 'env:HOOK_URL' });
      const installed = await watch('--install-service', '--heartbeat', 'env:BEAT');
      expect(installed).toMatchObject({ code: 0 });
      expect(installed.stderr).toContain(
        'BEAT, HOOK_URL from ~/.config/py-perf-watcher/watcher.env',
      );
      const path = join(home, '.config/systemd/user/py-perf-watcher.service');
      const unit = readFileSync(path, 'utf8');
      expect(statSync(path).mode & 0o777).toBe(0o644);
      expect(unit).toMatch(/^ExecStart=.*"watch" "--heartbeat=env:BEAT"$/mu);
      expect(unit).not.toContain('jitless');
      expect(unit).toContain(`Environment="PY_PERF_DATA_DIR=${dataDir}"`);
      expect(unit).not.toContain(SECRET);
      expect((await watch('--service-status')).stdout).toContain('running');
      expect((await watch('--uninstall-service')).stdout).toBe('Removed.\n');
      expect(existsSync(join(home, '.config'))).toBe(false);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'follows its settings, survives its terminal, and ends cleanly on SIGTERM',
    async () => {
      configure({ url: 'env:HOOK_URL' });
      await buildCli();
      const child = spawn(process.execPath, [CLI, 'watch'], {
        env: { ...cleanEnvironment(), PY_PERF_DATA_DIR: dataDir, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      const settings = join(dataDir, 'settings.json');
      const damage = (): void => {
        writeFileSync(settings, '{');
      };
      const change = (): void => {
        configure({ url: 'env:OTHER' });
      };
      const left: [cue: string, next: () => void][] = [
        ['Watching', change],
        ['were taken over', damage],
        ['not taken over', () => child.kill('SIGHUP')],
        ['terminal is gone', () => child.kill('SIGTERM')],
      ];
      const ended = new Promise<number | null>((resolve) => {
        child.once('close', resolve);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const [next] = left;
        if (next === undefined || !said.includes(next[0])) return;
        left.shift();
        next[1]();
      });
      expect(await ended).toBe(0);
      expect(said).toContain('Watching, with 1 channel.');
      expect(said).toContain('closed in order');
    },
  );
});

describe('watch --once', () => {
  beforeEach(() => {
    Object.assign(env, dynamoEnvironment(inject('dynamoEndpoint'), 'watchonce'));
    const memory = { enabled: true, above: 1, clearBelow: 1, forMinutes: 1 };
    const cost = { enabled: true, dollars: 50 };
    configure({ url: 'env:HOOK_URL' }, { alerts: { memory, cost } });
  });

  /** As if the source had been read for 125 US dollars this month. */
  function spend(): void {
    const store = openBlankStore(join(dataDir, 'fleet.db'));
    const capacity = {
      sourceId: 'default',
      operation: 'Query',
      role: 'system',
      requests: 1,
    } as const;
    store.write(() => {
      store.capacity.add({ ...capacity, readUnits: 1e9, writeUnits: 0 }, Date.now() / 1000);
    });
    store.close();
  }

  /** As if `seconds` had passed since the alerts were found, and since a message was tried. */
  function later(seconds: number): void {
    const store = openBlankStore(join(dataDir, 'fleet.db'));
    const at = Date.now() / 1000 - seconds;
    store.write(() => {
      store.meta.put('channels/default', String(at - 1));
      for (const row of store.alertLog.open()) store.alertLog.put({ ...row, notedAt: at });
      for (const entry of store.channelQueue.of('default'))
        store.channelQueue.update({ ...entry, dueAt: at });
    });
    store.close();
  }

  function onceWithHeartbeat(): Promise<CliResult> {
    const beat = { HEARTBEAT_URL: `${receiver.url}/heartbeat` };
    const args = ['watch', '--once', '--heartbeat', 'env:HEARTBEAT_URL', '--private-heartbeat'];
    return runCli(args, { dataDir, env: { ...env, ...beat } });
  }

  it('sends what is due, and reports failures by its exit code and --status', async () => {
    const once = () => runCli(['watch', '--once'], { dataDir, env });
    const status = async () => {
      const { stdout } = await runCli(['watch', '--status', '--json'], { dataDir, env });
      return JSON.parse(stdout) as { sources: object[]; channels: object[] };
    };
    const collector = { dataDir: join(dataDir, '../collector'), env };
    await runCli(['collect', '--once', '--create-tables'], collector);
    spend();
    // They have just been found, and others may follow.
    expect(await once()).toMatchObject({ code: 0, stdout: 'Checked once; 0 messages waiting.\n' });
    later(200);
    receiver.fault = () => ({ kind: 'status', status: 500 });
    const failed = await once();
    expect(failed).toMatchObject({ code: 1, stdout: 'Checked once; 2 messages waiting.\n' });
    expect(failed.stderr).toContain('Hook: not sent; a later run tries again.');
    const before = await status();
    expect(before.sources).toMatchObject([
      { lastSyncedAt: expect.any(Number) as number, error: null, holder: null },
    ]);
    const error = { message: expect.stringContaining('HTTP 500') as string };
    expect(before.channels).toMatchObject([{ name: 'Hook', waiting: 2, lastSentAt: null, error }]);
    receiver.fault = () => null;
    later(200);
    expect(await once()).toMatchObject({ code: 0, stdout: 'Checked once; 0 messages waiting.\n' });
    const messages = [...receiver.messages().values()];
    expect(messages.map(({ state, alerts }) => [state, ...alerts.map(({ kind }) => kind)])).toEqual(
      expect.arrayContaining([
        ['firing', 'memory'],
        ['firing', 'cost'],
      ]),
    );
    expect(messages.find(({ alerts }) => alerts[0]?.kind === 'cost')?.alerts).toMatchObject([
      { subject: expect.any(String) as string, threshold: 50 },
    ]);
    expect(messages).toHaveLength(2);
    const after = await status();
    expect(after.channels).toMatchObject([
      { waiting: 0, lastSentAt: expect.any(Number) as number, error: null },
    ]);
    const sent = receiver.requests.length;
    expect((await onceWithHeartbeat()).code).toBe(0);
    expect(receiver.requests.slice(sent)).toMatchObject([{ path: '/heartbeat' }]);
  });

  it('fails if nothing can be read, and calls no heartbeat', async () => {
    env = { ...env, AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' };
    expect((await onceWithHeartbeat()).code).toBe(3);
    expect(receiver.requests).toEqual([]);
  });
});
