import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../../../cli/program.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { openBlankStore } from '../../support/blank-store.ts';
import { systemClock } from '../../../platform/clock.ts';
import { madeUpSample } from '../../support/fleet-generator.ts';
import { checkProperty } from '../../support/property.ts';

/** What steers a terminal, turns a line, or cannot be seen; line breaks of the output itself are none. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** What a spreadsheet takes for a formula. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

const PIECES = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\u009d8;;http://x.invalid\u009c',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u0085',
  '\u2028',
  '\u{e0041}',
  '=HYPERLINK("http://x.invalid")',
  '\uff1dcmd',
  '"',
  ',',
  '\\',
];

let dataDir: string;
let server: Server;
let answer: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hostile-names-'));
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: 'x#AccessDeniedException', message: answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

/** A data directory in which all that others name has this name. */
function fill(name: string): void {
  rmSync(dataDir, { recursive: true });
  mkdirSync(join(dataDir, 'runs'), { recursive: true });
  vi.stubEnv('PY_PERF_DATA_DIR', dataDir);
  answer = name;
  const short = `x${name}`.slice(0, 40);
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const source = { id: 'default', name: short, mode: 'on', endpoint, region: 'eu-central-1' };
  const channel = { type: 'slack', id: 'ops', name: short, secrets: { url: 'env:NOT_THERE' } };
  const settings = { sources: [source], channels: [channel], functions: { folders: [] } };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));

  const now = Math.floor(Date.now() / 1000);
  const minute = minuteOf(now) - 2 * MINUTE_S;
  const process = { name, pid: 1, cpuPercent: 1, memoryPercent: 1 };
  const sample = { ...madeUpSample(name, minute), topProcesses: [process] };
  const store = openBlankStore(join(dataDir, 'fleet.db'));
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: 'default', hostname: name });
    store.record({ host, layout: 'v2', records: [{ sample }], now });
    store.hosts.setFacts(host, { platform: name, os: name, cpuModel: name, collector: name });
    // One that is likely the same machine.
    store.hosts.ensure({ sourceId: 'default', hostname: `${name.split('.')[0] ?? ''}.other` });
  });
  store.close();
  const db = new DatabaseSync(join(dataDir, 'fleet.db'));
  db.prepare(
    `INSERT INTO alert (host, kind, started_at, last_at, noted_at, peak, threshold, acked_at, ack_note, subject)
     VALUES (1, 'slower', ?, ?, ?, 50, 25, ?, ?, ?)`,
  ).run(now - HOUR_S, now, now, now, name, name);
  db.close();
  const outbox = new Outbox(join(dataDir, 'outbox.db'), systemClock);
  outbox.append(sample);
  const lastError = { code: 'network', message: name, hint: name } as const;
  outbox.note({ hostname: name, lastSample: sample, lastError });
  outbox.close();
  const run: Run = {
    session: '9e107d9d-372b-4bd1-a7b4-3b0e0d3f0a55',
    at: now - HOUR_S,
    hostname: name,
    functions: [[name, 2, 1.5]],
  };
  writeFileSync(join(dataDir, 'runs', 'perf_data_1_12345678.json'), runFile(run));
}

interface Run {
  session: string;
  at: number;
  hostname: string;
  functions: (readonly [string, number, number])[];
}

function runFile({ session, at, hostname, functions }: Run): string {
  const times = (count: number, total: number): object => ({
    total,
    average: total / count,
    min: total / count,
    max: total / count,
  });
  const summary = (name: string, count: number, total: number): object => ({
    function_name: name,
    call_count: count,
    wall_time: times(count, total),
    cpu_time: times(count, total),
  });
  return JSON.stringify({
    id: at * 1_000_000,
    session_id: session,
    timestamp: at,
    hostname,
    data: {
      overall_summary: summary('all_functions', 2, 1.5),
      function_summaries: Object.fromEntries(functions.map((each) => [each[0], summary(...each)])),
      detailed_results: {},
    },
  });
}

interface Output {
  stdout: string;
  stderr: string;
}

/** Runs a command in this process. */
async function outputOf(args: string[]): Promise<Output> {
  const output: Output = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      output[stream] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  const streams = [process.stdout, process.stderr];
  const listening = streams.map((stream) => stream.listeners('error'));
  try {
    await runCli(args, { program: process.execPath, args: [], environment: {} });
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
    // The command line leaves its own to the end of its process.
    streams.forEach((stream, index) => {
      for (const listener of stream.listeners('error'))
        if (listening[index]?.includes(listener) !== true)
          stream.off('error', listener as () => void);
    });
  }
  return output;
}

/** The cells of a CSV text. */
function cellsOf(csv: string): string[] {
  return Array.from(
    csv.matchAll(/(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^",\r\n]*))(?:,|\r\n|$)/gu),
    (cell) => (cell.groups?.['quoted'] ?? cell.groups?.['plain'] ?? '').replaceAll('""', '"'),
  );
}

type Kind = 'text' | 'json' | 'csv';

const commandsOn = (name: string): [string[], Kind][] => {
  const runs = ['--dir', join(dataDir, 'runs'), '--no-sync'];
  return [
    [['status'], 'text'],
    [['status', '--json'], 'json'],
    [['history', name, '--hours', '1'], 'csv'],
    [['history', name, '--hours', '1', '--json'], 'json'],
    [['history', `${name}?`], 'csv'],
    [['traffic', name], 'text'],
    [['traffic', name, '--json'], 'json'],
    [['alerts'], 'text'],
    [['alerts', 'list', '--json'], 'json'],
    [['alerts', 'ack', name], 'text'],
    [['doctor'], 'text'],
    [['doctor', '--json'], 'json'],
    [['functions', ...runs], 'text'],
    [['functions', ...runs, '--json'], 'json'],
    [['functions', ...runs, '--csv'], 'csv'],
    [['functions', name, ...runs], 'text'],
    [['functions', name, ...runs, '--csv'], 'csv'],
    [['runs', ...runs], 'text'],
    [['runs', ...runs, '--csv'], 'csv'],
    [['runs', ...runs, '--json'], 'json'],
    [['forget', '--silent-days', '1', '--dry-run'], 'text'],
    [['legacy-index'], 'text'],
    [['share'], 'text'],
    [['share', 'status', '--json'], 'json'],
    [['share', 'allow', name], 'text'],
    [['share', 'export', '-'], 'json'],
    [['watch', '--status'], 'text'],
    [['watch', '--status', '--json'], 'json'],
    [['watch', '--test', name], 'text'],
    [['watch', '--once'], 'text'],
    [['policy'], 'json'],
    [['collect', '--status'], 'text'],
    [['collect', '--print', '--hostname', name], 'json'],
    [['login', '--profile', name], 'text'],
  ];
};

function expectSafe(args: string[], kind: Kind, { stdout, stderr }: Output): void {
  const what = JSON.stringify(args);
  expect(stderr, what).not.toMatch(UNSAFE);
  expect(kind === 'csv' ? stdout.replaceAll('\r\n', '\n') : stdout, what).not.toMatch(UNSAFE);
  if (kind === 'json' && stdout !== '')
    expect(() => JSON.parse(stdout) as unknown, what).not.toThrow();
  if (kind === 'csv')
    for (const cell of cellsOf(stdout))
      if (!Number.isFinite(Number(cell))) expect(cell, what).not.toMatch(FORMULA);
}

/** A random name is given to a third of the commands, the example to all. */
const THIRDS = 3;

const hostileName = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => `web1${pieces.join('')}`);

describe('the output of every command', () => {
  it('is safe for any names of machines, sources, channels, functions and answers', async () => {
    await checkProperty(
      fc.asyncProperty(hostileName, fc.nat({ max: THIRDS - 1 }), async (name, third) => {
        fill(name);
        const commands = commandsOn(name).filter((_, at) => third < 0 || at % THIRDS === third);
        for (const [args, kind] of commands) expectSafe(args, kind, await outputOf(args));
      }),
      { runs: 3, examples: [[`=web1${PIECES.join('')}`, -1]] },
    );
  });

  it('contains the names', async () => {
    fill('web1\u001b[31mred\u202e');
    const named = ['status', 'alerts', 'doctor', 'functions', 'runs', 'collect'];
    for (const [args, kind] of commandsOn('web1\u001b[31mred\u202e')) {
      if (!named.includes(args[0] ?? '') || args.includes('--print') || args[1] === 'ack') continue;
      const { stdout } = await outputOf(args);
      const text = kind === 'json' ? JSON.stringify(JSON.parse(stdout)) : stdout;
      expect(text, JSON.stringify(args)).toMatch(/web1.*red/u);
    }
  });
});
