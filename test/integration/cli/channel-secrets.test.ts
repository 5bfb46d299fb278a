import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { CHANNEL_SECRETS, CHANNEL_TYPES, type ChannelType } from '../../../contract/channels.ts';
import { openBlankStore } from '../../support/blank-store.ts';
import { startAlertReceiver } from '../../support/alert-receiver.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { runCli } from '../../support/run-cli.ts';

/** In every secret, and nowhere else. */
const MARK = 'sEcReT7Hq2';
const secretsOf = (type: ChannelType): string[] => [
  ...CHANNEL_SECRETS[type].required,
  ...CHANNEL_SECRETS[type].optional,
];

/** The process list of all programs and, if the system shows them, the variables of this user's. */
function processList(): string {
  if (process.platform !== 'linux') return '';
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((pid) => read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`))
    .join('\n');
}

it('no secret of a channel, a heartbeat or a proxy is anywhere but where it was put', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cli-secrets-'));
  const dataDir = join(root, 'data');
  const kept = join(root, 'kept');
  for (const path of [dataDir, kept]) mkdirSync(path, { mode: 0o700 });
  const receiver = await startAlertReceiver();
  try {
    const keep = (name: string, value: string): string => {
      writeFileSync(join(kept, name), `${value}\n`, { mode: 0o600 });
      return `file:${join(kept, name)}`;
    };
    const channels = CHANNEL_TYPES.map((type) => ({
      type,
      id: type,
      name: type,
      privateAddress: true,
      ...(type === 'ntfy' || type === 'apprise' ? { server: receiver.url } : {}),
      ...(type === 'telegram' ? { chatId: '1' } : {}),
      ...(type === 'email'
        ? { host: '127.0.0.1', port: 9, security: 'none', user: 'u', from: 'a@b', to: ['c@d'] }
        : {}),
      secrets: Object.fromEntries(
        secretsOf(type).map((name) => [
          name,
          keep(
            `${type}-${name}`,
            name === 'url'
              ? `${receiver.url.replace('//', `//bot:${MARK}@`)}/${MARK}?token=${MARK}`
              : MARK,
          ),
        ]),
      ),
    }));
    const memory = { enabled: true, above: 1, clearBelow: 1, forMinutes: 1 };
    const settings = JSON.stringify({ channels, alerts: { memory } });
    writeFileSync(join(dataDir, 'settings.json'), settings);
    const heartbeat = keep('heartbeat', `${receiver.url}/${MARK}-beat`);
    // Receivers on the internet are asked for through it, and nobody is.
    const env = {
      ...dynamoEnvironment(inject('dynamoEndpoint'), 'secrets'),
      HTTPS_PROXY: 'http://user:pRoXyPaSs9@127.0.0.1:9',
    };
    const said: string[] = [];
    const run = async (dir: string, ...args: string[]): Promise<void> => {
      const { stdout, stderr } = await runCli(args, { dataDir: dir, env });
      said.push(stdout, stderr);
    };
    let list = '';
    // While it runs, also in its reports of failures.
    receiver.fault = ({ path, body }) => {
      list ||= processList();
      return { kind: 'status', status: 500, says: `Cannot POST ${path}: ${body}` };
    };
    await run(join(root, 'collector'), 'collect', '--once', '--create-tables');
    await run(dataDir, 'watch', '--once');
    const store = openBlankStore(join(dataDir, 'fleet.db'));
    const at = Date.now() / 1000 - 200;
    store.write(() => {
      store.meta.put('channels/default', String(at - 1));
      for (const row of store.alertLog.open()) store.alertLog.put({ ...row, notedAt: at });
    });
    store.close();
    await run(dataDir, 'watch', '--once', '--private-heartbeat', '--heartbeat', heartbeat);
    await run(dataDir, 'watch', '--status', '--json');
    await run(dataDir, 'doctor', '--json');
    await run(dataDir, 'share', 'export', join(dataDir, 'team.json'));
    // All reachable receivers got a message, with their secrets.
    expect(receiver.requests.length).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(receiver.requests)).toContain(MARK);
    const failed = CHANNEL_TYPES.filter((type) => said.join('').includes(`${type}: not sent`));
    expect(failed).toEqual(CHANNEL_TYPES);
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.map((path) => path.slice(dataDir.length + 1))).toEqual(
      expect.arrayContaining(['fleet.db', 'team.json', 'settings.json']),
    );
    for (const secret of [MARK, 'pRoXyPaSs9']) {
      expect(files.filter((path) => readFileSync(path).includes(secret))).toEqual([]);
      expect(said.join('\n')).not.toContain(secret);
    }
    if (process.platform === 'linux') expect(list).toContain('--private-heartbeat');
    expect(list.includes(MARK)).toBe(false);
  } finally {
    await receiver.close();
    rmSync(root, { recursive: true });
  }
});
