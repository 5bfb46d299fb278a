import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { FleetStore } from '../../../fleet/store/store.ts';
import { encodeV2Item } from '../../../contract/records.ts';
import { MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { startAlertReceiver } from '../../support/alert-receiver.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { cleanEnvironment } from '../../support/environment.ts';
import { madeUpSamples, putRegistry } from '../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { CLI, buildCli, runCli } from '../../support/run-cli.ts';

/** Seconds since an alert was found: its group has waited, so it is sent at once. */
const KNOWN_S = 200;
/** Seconds before the start from which on found alerts are sent. */
const BASELINE_S = 1000;
const RULE = { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 };
const HOSTS = ['before', 'meanwhile', 'after'];

/** The lease of 90 s in real time: three minutes, nearly all of them waiting. */
it.skipIf(process.platform === 'win32')(
  'a watcher that was stopped sends nothing under its old lease; the other has taken over',
  async () => {
    await buildCli();
    const receiver = await startAlertReceiver();
    const parent = mkdtempSync(join(tmpdir(), 'watch-stopped-'));
    const endpoint = inject('dynamoEndpoint');
    const env = { ...dynamoEnvironment(endpoint), HOOK_URL: receiver.url };
    const clients = localClients(endpoint);
    const tables = uniqueTables();
    const channel = { type: 'webhook', id: 'hook', name: 'Hook', privateAddress: true };
    const directories = ['first', 'second'].map((name) => join(parent, name));
    const watchers: ChildProcess[] = [];
    const edit = (directory: string, change: (store: FleetStore) => void): void => {
      const store = FleetStore.open(join(directory, 'fleet.db'));
      store.write(() => {
        change(store);
      });
      store.close();
    };
    const note = (hostname: string, secondsAgo: number): void => {
      for (const directory of directories)
        edit(directory, (store) => {
          const host = store.hosts.ensure({ sourceId: 'default', hostname });
          const row = store.alertLog.open().find((each) => each.host === host);
          if (row === undefined) throw new Error(`${hostname} has no alert`);
          store.alertLog.put({ ...row, notedAt: Date.now() / 1000 - secondsAgo });
        });
    };
    /** Both watchers know of it for so long that it is due. */
    const begin = (hostname: string): void => {
      note(hostname, KNOWN_S);
    };
    const launch = async (directory: string): Promise<ChildProcess> => {
      const watcher = spawn(process.execPath, [CLI, 'watch'], {
        env: { ...cleanEnvironment(), ...env, PY_PERF_DATA_DIR: directory },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      watchers.push(watcher);
      if (watcher.stderr !== null) await once(watcher.stderr, 'data');
      return watcher;
    };
    const told = (): string[] =>
      receiver.requests.flatMap(({ body }) =>
        [...body.matchAll(/"hostname":"([^"]+)"/gu)].map(([, name]) => name ?? ''),
      );
    const holder = async (): Promise<unknown> => {
      const dataDir = directories[1] ?? '';
      const { stdout } = await runCli(['watch', '--status', '--json'], { dataDir, env });
      const { sources } = JSON.parse(stdout) as { sources: { holder: { owner: string } | null }[] };
      return sources[0]?.holder?.owner;
    };
    try {
      await createTables(clients, tables);
      const to = minuteOf(Date.now() / 1000) + MINUTE_S;
      const fleet = { hostnames: HOSTS, from: to - 10 * MINUTE_S, to };
      const samples = Array.from(madeUpSamples(fleet), (sample) => ({ ...sample, cpuPercent: 97 }));
      await putItems(
        clients,
        tables.system,
        samples.map((sample) => encodeV2Item(sample)),
      );
      await putRegistry(clients, tables, fleet);
      for (const dataDir of directories) {
        mkdirSync(dataDir, { mode: 0o700 });
        const secrets = { url: 'env:HOOK_URL' };
        const settings = {
          sources: [testSource(endpoint, tables)],
          alerts: { cpu: RULE, offline: { enabled: false } },
          channels: [{ ...channel, secrets }],
        };
        writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
        const read = await runCli(['watch', '--once'], { dataDir, env });
        expect(read).toMatchObject({ code: 0 });
        edit(dataDir, (store) => {
          store.meta.put('channels/default', String(Date.now() / 1000 - BASELINE_S));
        });
      }
      // Alerts found before that time are not sent.
      for (const hostname of HOSTS) note(hostname, 2 * BASELINE_S);
      const [first = '', second = ''] = directories;
      const stopped = await launch(first);
      await expect.poll(holder, { timeout: 60_000, interval: 2000 }).toBeTypeOf('string');
      await launch(second);
      await delay(10_000);
      begin('before');
      await expect.poll(told, { timeout: 90_000 }).toEqual(['before']);
      const before = await holder();
      stopped.kill('SIGSTOP');
      const stoppedAt = Date.now();
      begin('meanwhile');
      await expect.poll(told, { timeout: 180_000, interval: 500 }).toEqual(['before', 'meanwhile']);
      const seconds = Math.round((Date.now() - stoppedAt) / 1000);
      process.stdout.write(`taken over after ${String(seconds)} s\n`);
      expect(seconds).toBeGreaterThanOrEqual(60);
      expect(seconds).toBeLessThan(180);
      const leading = await holder();
      expect(leading).not.toBe(before);
      stopped.kill('SIGCONT');
      await delay(40_000);
      expect(told()).toEqual(['before', 'meanwhile']);
      begin('after');
      await expect.poll(told, { timeout: 60_000 }).toEqual(['before', 'meanwhile', 'after']);
      await delay(10_000);
      expect(told()).toEqual(['before', 'meanwhile', 'after']);
      expect(await holder()).toBe(leading);
      expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    } finally {
      for (const watcher of watchers) {
        watcher.kill('SIGCONT');
        watcher.kill('SIGTERM');
        if (watcher.exitCode === null) await once(watcher, 'exit');
      }
      await receiver.close();
      clients.destroy();
      rmSync(parent, { recursive: true });
    }
  },
  600_000,
);
