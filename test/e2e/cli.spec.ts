import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { expect, test } from './fixture.ts';

test('the app is its own command line: it answers on standard output and ends', async ({ run }) => {
  const version = await run({ args: ['cli', '--version'] }).ended;
  expect(version).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` });
  const status = await run({ args: ['cli', 'status'] }).ended;
  expect(status.code).toBe(0);
  expect(status.stdout).toContain('No hosts yet.');
});

test('collects into the tables and shows what is there', async ({ run, dynamo }) => {
  const env = dynamoEnvironment(dynamo.endpoint);
  const flags = ['--once', '--create-tables', '--hostname', 'packaged-01'];
  const collected = await run({ args: ['cli', 'collect', ...flags], env }).ended;
  expect(collected.stdout).toContain('1 uploaded');
  const { code, stdout } = await run({ args: ['cli', 'status', '--json'], env }).ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ hostname: 'packaged-01', state: 'online' }]);
});

test('failures keep their exit codes', async ({ run }) => {
  const usage = await run({ args: ['cli', 'statusx'] }).ended;
  expect(usage).toMatchObject({ code: 2, stdout: '' });
  expect(usage.stderr).toContain("unknown command 'statusx'");
  const unknown = await run({ args: ['cli', 'history', 'nobody'] }).ended;
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('No host "nobody" is known.');
});

test('an interrupt ends collecting in order', async ({ run, folder }) => {
  const collecting = run({ args: ['cli', 'collect'] });
  await expect.poll(() => collecting.written().stderr).toContain('Ctrl-C ends it');
  collecting.signal('SIGINT');
  expect((await collecting.ended).code).toBe(0);
  expect(existsSync(join(folder, 'app/outbox.db'))).toBe(true);
});

test('runs beside the app, which keeps its window', async ({ idle: app, run }) => {
  const { dataDir } = app;
  expect((await run({ args: ['cli', 'status'], dataDir }).ended).code).toBe(0);
  expect(await app.isVisible()).toBe(true);
  // The app was not taken for a second instance, nor asked to quit.
  await expect(app.window.getByRole('main')).toBeVisible();
});

test('installs a service that starts the app itself, not a source file', async ({
  run,
  folder,
}) => {
  test.skip(process.platform !== 'linux', 'systemd is on Linux only');
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  writeFileSync(join(tools, 'systemctl'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const env = { HOME: folder, PATH: `${tools}:${process.env['PATH'] ?? ''}` };
  const flags = ['--install-service', '--hostname', 'kept', '--endpoint', 'http://localhost:1'];
  const { code, stdout } = await run({ args: ['cli', 'collect', ...flags], env }).ended;
  expect(code).toBe(0);
  const unit = join(folder, '.config/systemd/user/py-perf-collector.service');
  expect(stdout).toContain(unit);
  const start = readFileSync(unit, 'utf8')
    .split('\n')
    .find((line) => line.startsWith('ExecStart='));
  expect(start).toMatch(/ "cli" "collect" "--endpoint=http:\/\/localhost:1" "--hostname=kept"/u);
  expect(start).not.toContain('.ts"');
});
