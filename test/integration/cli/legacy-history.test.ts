import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../support/dynamodb-local.ts';
import { legacyHistory, legacyMinute } from '../../support/fleet-generator.ts';
import { createTable, localClients, putItems } from '../../support/fleet-tables.ts';
import { runCli, type CliResult } from '../../support/run-cli.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

const ACCOUNT = 'legacyhistory';

let clients: DynamoClients;
let env: Record<string, string>;
let root: string;
let dataDir: string;
let count = 0;

/** Minutes that the writer stored, up to the one before the last. */
const now = minuteOf(Date.now() / 1000);
const FIRST = now - 26 * HOUR_S;
const LAST = now - MINUTE_S;

beforeAll(async () => {
  clients = localClients(inject('dynamoEndpoint'), { account: ACCOUNT });
  env = dynamoEnvironment(inject('dynamoEndpoint'), ACCOUNT);
  root = mkdtempSync(join(tmpdir(), 'legacy-'));
  await createTable(clients, DEFAULT_TABLE_NAMES, 'legacy');
  for (const hostname of ['old-x', 'old-y'])
    await putItems(clients, DEFAULT_TABLE_NAMES.legacy, legacyHistory(hostname, FIRST, LAST));
}, 120_000);

afterAll(() => {
  clients.destroy();
  rmSync(root, { recursive: true });
});

beforeEach(() => {
  count += 1;
  dataDir = join(root, String(count));
});

const asked = (args: string[]): string[] => ['history', 'old-x', '--json', ...args];

const history = (args: string[]): Promise<CliResult> => runCliHere(asked(args), { dataDir, env });

const minutesIn = ({ stdout }: CliResult): number[] =>
  (JSON.parse(stdout) as { time: number }[]).map(({ time }) => time);

function everyMinute(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / MINUTE_S }, (_, index) => from + index * MINUTE_S);
}

describe('history of a host of the legacy layout, without index', () => {
  it.each(['UTC', 'America/Chicago', 'Asia/Kolkata'])(
    'prints every minute that was written, in %s',
    async (zone) => {
      // A process of its own: what formats times may keep the zone that it has met first.
      const result = await runCli(asked(['--hours', '48']), { dataDir, env: { ...env, TZ: zone } });
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(minutesIn(result)).toEqual(everyMinute(FIRST, LAST));
      const [row] = JSON.parse(result.stdout) as { cpuPercent: number; memoryPercent: number }[];
      const [, cpu, memory] = legacyMinute('old-x', FIRST);
      expect(row).toMatchObject({ cpuPercent: cpu / 10, memoryPercent: memory / 10 });
    },
  );

  it('prints a range, and the requested metrics', async () => {
    const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);
    const from = FIRST + 2 * HOUR_S;
    const range = ['--from', iso(from), '--to', iso(from + 10 * MINUTE_S)];
    const result = await history([...range, '--metrics', 'memory,load1']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(minutesIn(result)).toEqual(everyMinute(from, from + 10 * MINUTE_S));
    const [row] = JSON.parse(result.stdout) as Record<string, unknown>[];
    expect(Object.keys(row ?? {})).toEqual(['time', 'memoryPercent', 'loadAvg1m']);
  });

  it('refuses a metric that does not exist, and a range that ends before it begins', async () => {
    const metric = await history(['--metrics', 'cpu,heat']);
    expect(metric).toMatchObject({ code: 2, stdout: '' });
    expect(metric.stderr).toContain('"heat" is not a metric. Metrics: cpu, ');
    const range = await history(['--from', '2026-01-02', '--to', '2026-01-01']);
    expect(range).toMatchObject({ code: 1, stdout: '' });
    expect(range.stderr).toContain('--from is not before --to');
  });

  it('reports what is not read if that exceeds the budget, and reads it on request', async () => {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(
      join(dataDir, 'settings.json'),
      JSON.stringify({ version: 1, sync: { legacyBudgetCents: 0 } }),
    );
    const short = await history(['--hours', '48']);
    expect(short.code).toBe(3);
    expect(minutesIn(short)).toEqual([LAST - MINUTE_S]);
    expect(short.stderr).toMatch(
      /old-x: minutes may be missing, because not all of the legacy table has been read\.\nThe whole table is [\d.]+ MiB: \d+ read units, about \$0\.\d{4}, \d+ s /u,
    );
    expect(short.stderr).toContain('--read-legacy');

    const whole = await history(['--hours', '48', '--read-legacy']);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(minutesIn(whole)).toEqual(everyMinute(FIRST, LAST));
  });
});
