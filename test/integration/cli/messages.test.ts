import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import type { CliResult } from '../../support/run-cli.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

/** The command line's texts when something is wrong: never "no data" for "could not look". */
const HOST = 'told';

let env: Record<string, string>;
let dead: Record<string, string>;
let root: string;
let dataDir: string;
let count = 0;

const run = (args: string[], environment?: Record<string, string>): Promise<CliResult> =>
  runCliHere(args, { dataDir, ...(environment === undefined ? {} : { env: environment }) });
const collectOnce = (environment: Record<string, string>, ...more: string[]): Promise<CliResult> =>
  run(['collect', '--once', '--hostname', HOST, ...more], environment);

beforeAll(() => {
  env = dynamoEnvironment(inject('dynamoEndpoint'), 'climessages');
  dead = { ...env, AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
  root = mkdtempSync(join(tmpdir(), 'cli-messages-'));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

beforeEach(() => {
  count += 1;
  dataDir = join(root, String(count));
});

describe('a data directory that others may write', () => {
  it('a data directory that others may write causes a warning in every command', async () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o777);
    for (const args of [['status', '--no-sync'], ['doctor']]) {
      const { stderr } = await run(args, env);
      expect(stderr).toContain(`warning: other users may write in the data directory: ${dataDir}`);
    }
    chmodSync(dataDir, 0o700);
    expect((await run(['status', '--no-sync'], env)).stderr).not.toContain('warning: other');
  });
});

describe('before there are tables', () => {
  it('reports that there is nothing to read, with a hint', async () => {
    const status = await run(['status'], env);
    expect(status).toMatchObject({ code: 0, stdout: 'No hosts yet.\n' });
    expect(status.stderr).toMatch(/there are no tables to read[\s\S]*--create-tables/u);
  });

  it('reports that a sample was not uploaded, and is kept', async () => {
    const once = await collectOnce(env);
    expect(once.code).toBe(1);
    expect(once.stdout).toContain('not uploaded, but kept on this machine');
    const history = await run(['history', HOST], env);
    expect(history.code).toBe(3);
    expect(history.stderr).toMatch(/not synced[\s\S]*does not exist[\s\S]*hint:/u);
    expect(history.stdout.trim().split('\n')).toHaveLength(2);
  });
});

describe('once there are tables', () => {
  it('shows stored hours of a host while missing ones cannot be fetched', async () => {
    await collectOnce(env, '--create-tables');
    const history = await run(['history', HOST, '--hours', '72'], dead);
    expect(history.code).toBe(3);
    expect(history.stderr).toMatch(/not synced[\s\S]*cannot be reached[\s\S]*hint:/u);
    expect(history.stdout.trim().split('\n').length).toBeGreaterThan(1);
  });

  it('reports that a host of DynamoDB is shown without a connection', async () => {
    await run(['status'], env);
    const status = await run(['status', '--json']);
    expect(status.code).toBe(0);
    expect(status.stderr).toMatch(/not connected, showing what is stored[\s\S]*AWS_PROFILE/u);
    expect(JSON.parse(status.stdout)).toMatchObject([{ hostname: HOST }]);
    expect(await run(['status', '--json', '--no-sync'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('names an unknown source', async () => {
    const result = await run(['history', HOST, '--source', 'nope'], env);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/no source "nope"[\s\S]*default/u);
  });

  it('prints percentages in tenths, wherever they come from', async () => {
    await collectOnce(env);
    const [row] = JSON.parse((await run(['status', '--json', '--no-sync'], env)).stdout) as {
      cpuPercent: number;
      memoryPercent: number;
    }[];
    expect(String(row?.cpuPercent)).toMatch(/^\d+(?:\.\d)?$/u);
    expect(String(row?.memoryPercent)).toMatch(/^\d+(?:\.\d)?$/u);
  });
});

describe('wrong usage', () => {
  it.each([
    [['status', '--endpoint', 'nowhere'], '--endpoint'],
    [['status', '--region', ''], '--region'],
    [['doctor', '--profile', ' '], '--profile'],
    [['collect', '--once', '--hostname', ''], '--hostname'],
    [['history', 'a', '--hours', '1000000'], '--hours'],
    [['collect', '--install-service', '--once'], '--install-service'],
    [['collect', '--uninstall-service', '--install-service'], '--uninstall-service'],
    [['collect', '--status', '--service-status'], '--status'],
  ])('%j is refused, and the flag named', async (args, flag) => {
    const result = await run(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(flag);
  });
});
