/**
 * What the collector itself costs: CPU, memory and child processes over at least five minutes of its normal minute
 * rhythm, uploading to DynamoDB Local; beside it, in the same minutes, a bare Node process and, where Python 3 and psutil
 * are installed, the Python daemon's loop. BENCH_MINUTES changes the length.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dynamoEnvironment, startDynamoDbLocal } from '../support/dynamodb-local.ts';

const MINUTES = Number(process.env['BENCH_MINUTES'] ?? 5);
const WARM_UP = 45_000;
const TICKS_PER_SECOND = 100;
const ROOT = join(import.meta.dirname, '../..');
const SUPPORT = join(ROOT, 'test/support/collector');

interface Reading {
  at: number;
  cpuSeconds: number;
  rssMb: number;
}

/** CPU time includes children that have ended. */
function read(pid: number): Reading {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const rss = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  return {
    at: performance.now(),
    cpuSeconds: ticks / TICKS_PER_SECOND,
    rssMb: Number(rss?.[1] ?? NaN) / 1024,
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined || child.exitCode !== null) throw new Error('it does not run');
  return child.pid;
}

function report(name: string, before: Reading, after: Reading, more = ''): void {
  const share = ((after.cpuSeconds - before.cpuSeconds) / ((after.at - before.at) / 1000)) * 100;
  process.stdout.write(
    `${name.padEnd(36)} CPU ${share.toFixed(3)} % of one core, ${after.rssMb.toFixed(1)} MB resident${more}\n`,
  );
}

function python(): string | null {
  const found = spawnSync(process.env['PYTHON'] ?? 'python3', ['-c', 'import psutil']);
  return found.status === 0 ? (process.env['PYTHON'] ?? 'python3') : null;
}

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    process.stdout.write('Skipped: this benchmark reads /proc, which only Linux has.\n');
    return;
  }
  const work = mkdtempSync(join(tmpdir(), 'collector-bench-'));
  const local = await startDynamoDbLocal();
  const children: ChildProcess[] = [];
  const start = (program: string, args: string[], env: NodeJS.ProcessEnv = {}): number => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.push(child);
    return pidOf(child);
  };
  try {
    const count = join(work, 'children');
    const collector = start(
      process.execPath,
      [
        '--import',
        join(SUPPORT, 'count-children.ts'),
        'cli/index.ts',
        'collect',
        '--create-tables',
      ],
      {
        ...dynamoEnvironment(local.endpoint),
        PY_PERF_DATA_DIR: join(work, 'data'),
        COUNT_CHILDREN: count,
      },
    );
    const bare = start(process.execPath, ['-e', 'setInterval(() => {}, 60_000)']);
    const interpreter = python();
    const daemon =
      interpreter === null ? null : start(interpreter, [join(SUPPORT, 'daemon-loop.py')]);
    await delay(WARM_UP);
    const countChildren = (): number =>
      existsSync(count) ? readFileSync(count, 'utf8').split('\n').length - 1 : 0;
    const started = countChildren();
    const before = [collector, bare, ...(daemon === null ? [] : [daemon])].map(read);
    await delay(MINUTES * 60_000);
    const after = [collector, bare, ...(daemon === null ? [] : [daemon])].map(read);
    const perMinute = (countChildren() - started) / MINUTES;
    const names = ['collector', 'bare Node process', 'Python daemon\u2019s loop (1 s sampling)'];
    before.forEach((reading, index) => {
      const end = after[index];
      if (end === undefined) return;
      const more =
        index === 0
          ? `, ${perMinute.toFixed(1)} child processes a minute (${String(started)} at start)`
          : '';
      report(names[index] ?? '', reading, end, more);
    });
    const [own, plain] = after;
    if (own !== undefined && plain !== undefined)
      process.stdout.write(`above bare Node: ${(own.rssMb - plain.rssMb).toFixed(1)} MB\n`);
    if (daemon === null)
      process.stdout.write(
        'Python daemon\u2019s loop: skipped, Python 3 with psutil is not here.\n',
      );
  } finally {
    for (const child of children) child.kill();
    await local.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

await main();
