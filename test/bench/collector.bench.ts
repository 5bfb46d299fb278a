/**
 * What the collector itself costs: CPU, memory and child processes over at least five minutes of its normal minute
 * rhythm, uploading to DynamoDB Local, started as the service and as `npm run cli -- collect` start it; beside it, in the same
 * minutes, a bare Node process and, where Python 3 and psutil are installed, the Python daemon's loop. Child processes are
 * counted in a further collector, because counting takes memory. One collector more has a large machine to collect, made up
 * of files: 512 cores, 200 mounts, 300 interfaces and 5,000 processes. BENCH_MINUTES changes the length.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SCRIPT_FLAGS } from '../../cli/start-again.ts';
import { writeLargeRoot, writeLargeStat } from '../support/collector/large-root.ts';
import { dynamoEnvironment, startDynamoDbLocal } from '../support/dynamodb-local.ts';

const MINUTES = Number(process.env['BENCH_MINUTES'] ?? 5);
const WARM_UP = 45_000;
const TICKS_PER_SECOND = 100;
const ROOT = join(import.meta.dirname, '../..');
const SUPPORT = join(ROOT, 'test/support/collector');
const ENTRY = join(ROOT, 'out/cli/py-perf.cjs');
/** As `cli/index.ts` has them. */
const SERVICE_FLAGS = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--expose-gc',
  '--jitless',
  '--no-node-snapshot',
];
const SERVICE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

interface Reading {
  at: number;
  cpuSeconds: number;
  rssMb: number;
  /** Proportional: memory that several processes share counts in parts. */
  pssMb: number;
}

/** CPU time includes children that have ended. */
function read(pid: number): Reading {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const rss = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  const pss = /^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'));
  return {
    at: performance.now(),
    cpuSeconds: ticks / TICKS_PER_SECOND,
    rssMb: Number(rss?.[1] ?? NaN) / 1024,
    pssMb: Number(pss?.[1] ?? NaN) / 1024,
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined || child.exitCode !== null) throw new Error('it does not run');
  return child.pid;
}

function report(name: string, before: Reading, after: Reading): void {
  const share = ((after.cpuSeconds - before.cpuSeconds) / ((after.at - before.at) / 1000)) * 100;
  process.stdout.write(
    `${name.padEnd(36)} CPU ${share.toFixed(3)} % of one core, ${after.rssMb.toFixed(1)} MB resident (${after.pssMb.toFixed(1)} MB proportional)\n`,
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
  spawnSync(process.execPath, [join(ROOT, 'scripts/build-cli.ts'), '--if-older']);
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
  const collect = (
    name: string,
    flags: readonly string[],
    env: NodeJS.ProcessEnv = {},
    more: string[] = [],
  ): number =>
    start(
      process.execPath,
      [...flags, ENTRY, 'collect', '--create-tables', '--hostname', name, ...more],
      {
        ...dynamoEnvironment(local.endpoint),
        PY_PERF_DATA_DIR: join(work, name),
        PY_PERF_MACHINE_LOCK: `bench-${name}-${String(process.pid)}`,
        ...env,
      },
    );
  let ticking: NodeJS.Timeout | undefined;
  try {
    const count = join(work, 'children');
    const service = collect('service', SERVICE_FLAGS, SERVICE_ENVIRONMENT);
    const measured: [name: string, pid: number][] = [
      ['collector, as the service', service],
      ['collector, in the foreground', collect('foreground', SCRIPT_FLAGS)],
      ['bare Node process', start(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'])],
    ];
    const largeRoot = join(work, 'large-machine');
    const cores = 512;
    writeLargeRoot(largeRoot, { cores, mounts: 200, interfaces: 300, processes: 5000 });
    const began = performance.now();
    ticking = setInterval(() => {
      writeLargeStat(largeRoot, cores, Math.round((performance.now() - began) / 1000));
    }, 5000);
    measured.push([
      'collector of a large machine',
      collect('large', SERVICE_FLAGS, SERVICE_ENVIRONMENT, ['--host-root', largeRoot]),
    ]);
    collect('counted', ['--import', join(SUPPORT, 'count-children.ts')], { COUNT_CHILDREN: count });
    const interpreter = python();
    if (interpreter !== null)
      measured.push([
        'Python daemon\u2019s loop (1 s sampling)',
        start(interpreter, [join(SUPPORT, 'daemon-loop.py')]),
      ]);
    await delay(WARM_UP);
    const countChildren = (): number =>
      existsSync(count) ? readFileSync(count, 'utf8').split('\n').length - 1 : 0;
    const started = countChildren();
    const before = measured.map(([, pid]) => read(pid));
    await delay(MINUTES * 60_000);
    const after = measured.map(([, pid]) => read(pid));
    const perMinute = (countChildren() - started) / MINUTES;
    const bare = after[2]?.rssMb ?? NaN;
    measured.forEach(([name], index) => {
      const [from, to] = [before[index], after[index]];
      if (from !== undefined && to !== undefined) report(name, from, to);
    });
    for (const index of [0, 1])
      process.stdout.write(
        `${measured[index]?.[0] ?? ''}: ${((after[index]?.rssMb ?? NaN) - bare).toFixed(1)} MB above bare Node\n`,
      );
    process.stdout.write(
      `child processes: ${perMinute.toFixed(1)} a minute (${String(started)} at start)\n`,
    );
    if (interpreter === null)
      process.stdout.write(
        'Python daemon\u2019s loop: skipped, Python 3 with psutil is not here.\n',
      );
  } finally {
    clearInterval(ticking);
    for (const child of children) child.kill();
    await local.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

await main();
