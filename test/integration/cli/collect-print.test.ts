import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

const CASES = join(import.meta.dirname, '../../fixtures/collector');

/**
 * Cases that do not disturb each other, and the right values of the machine that has them; undefined: absent. Of rates,
 * what a minute's would be.
 */
const MACHINES: {
  cases: string[];
  right: Record<string, unknown>;
  rates?: [string, number][];
}[] = [
  {
    cases: ['net-bond', 'temp-absolute-zero', 'battery-two', 'mem-available-above-total'],
    right: {
      cpuTempC: undefined,
      batteryPercent: 65.1,
      memoryAvailableMb: 972,
      memoryUsedMb: 3,
    },
    rates: [
      ['netRxBps', 1_000_000],
      ['netTxBps', 500_000],
    ],
  },
  {
    cases: [
      'net-bridge-docker',
      'temp-zone-in-degrees',
      'battery-stylus-before-laptop',
      'disk-dasd',
    ],
    right: {
      cpuTempC: 44,
      batteryPercent: 83,
      diskReadBps: 0,
      diskWriteBps: 0,
    },
    rates: [
      ['netRxBps', 1_000_000],
      ['netTxBps', 10_000],
    ],
  },
  {
    cases: ['net-veth-gone', 'cpu-hotplug-swap', 'temp-amd-hwmon-only', 'battery-no-capacity'],
    right: { cpuPercent: 0.1, cpuTempC: 61.4, batteryPercent: 50.7 },
    rates: [['netRxBps', 10_000_000]],
  },
  {
    cases: ['net-iface-comes-back', 'temp-intel-server-hwmon-only', 'battery-mouse-only'],
    right: { cpuTempC: 47, batteryPercent: undefined },
    rates: [
      ['netRxBps', 10_000],
      ['netTxBps', 100],
    ],
  },
  {
    cases: ['proc-16k-pages', 'temp-empty', 'battery-empty-file', 'disk-xen-virtual-partitions'],
    right: {
      processCount: 1,
      cpuTempC: undefined,
      batteryPercent: undefined,
      diskReadBps: 0,
      diskWriteBps: 0,
    },
  },
];

/** Files that say something else at the second reading. */
const COUNTERS = ['proc/stat', 'proc/net/dev'];
const INTERVAL_S = 2;

/** A machine with the files of some cases. Its counters are pipes, and say what they said before, then what after. */
function machineOf(cases: readonly string[]): {
  root: string;
  pipes: [string, string[]][];
} {
  const root = join(work, cases.join('+'));
  const pipes: [string, string[]][] = [];
  // Those that change lie above the others.
  const changing = (name: string): number => Number(existsSync(join(CASES, name, 'after')));
  for (const name of cases.toSorted((a, b) => changing(a) - changing(b))) {
    const folder = join(CASES, name);
    const steps = ['before', 'after'].map((step) => join(folder, step)).filter(existsSync);
    cpSync(steps[0] ?? folder, root, { recursive: true });
    for (const path of steps.length > 0 ? COUNTERS : []) {
      const texts = steps.flatMap((step) =>
        existsSync(join(step, path)) ? [readFileSync(join(step, path), 'utf8')] : [],
      );
      if (texts.length < 2) continue;
      rmSync(join(root, path));
      spawnSync('mkfifo', [join(root, path)]);
      pipes.push([join(root, path), texts]);
    }
  }
  return { root, pipes };
}

/** Tells each reader of a pipe the next of some texts, the last one for ever, until it is over. */
async function tell([pipe, texts]: [string, string[]], isOver: () => boolean): Promise<void> {
  let told = 0;
  let isOpen = false;
  while (!isOver()) {
    try {
      // Fails while nobody reads: a reader that has its text is to go before the next comes.
      const end = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
      if (!isOpen) writeSync(end, texts[Math.min(told++, texts.length - 1)] ?? '');
      isOpen = true;
      closeSync(end);
    } catch {
      isOpen = false;
    }
    await delay(5);
  }
}

let work: string;
let dataDir: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'collect-print-'));
  dataDir = join(work, 'data');
});

afterEach(() => {
  rmSync(work, { recursive: true });
});

function parsed(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe.skipIf(process.platform !== 'linux')('collect --print', () => {
  it('prints one sample of this machine, and stores nothing', async () => {
    const { code, stdout, stderr } = await runCli(['collect', '--print', '--hostname', 'me'], {
      dataDir,
    });
    expect([code, stderr]).toEqual([0, '']);
    const sample = parsed(stdout);
    expect(sample).toMatchObject({ hostname: 'me' });
    expect(sample['collector']).toMatch(/^py-perf-desktop\//u);
    expect(sample['cpuPercent']).toBeTypeOf('number');
    expect(sample).not.toHaveProperty('leftOut');
    expect(readdirSync(work)).toEqual([]);
  });

  it('measures the machine below another root, under its own name', async () => {
    const root = join(work, 'host');
    mkdirSync(join(root, 'proc/net'), { recursive: true });
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'proc/net/dev'), ' eth1: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n');
    writeFileSync(join(root, 'etc/hostname'), 'far-away\n');
    writeFileSync(join(root, 'proc/meminfo'), 'MemTotal: 1000 kB\nMemAvailable: 250 kB\n');
    const { code, stdout, stderr } = await runCli(
      [
        'collect',
        '--print',
        '--explain',
        '--without',
        'gpu',
        'interface:eth1',
        '--host-root',
        root,
      ],
      { dataDir },
    );
    expect(code).toBe(0);
    expect(parsed(stdout)).toMatchObject({
      hostname: 'far-away',
      memoryPercent: 75,
      facts: { platform: 'Linux' },
    });
    const leftOut = JSON.stringify(parsed(stdout)['leftOut']);
    expect(leftOut).toContain('proc/stat');
    expect(leftOut).toContain('eth1 is left out');
    expect(stderr).toContain('Without CPU this would not be stored');
  });

  it.each(MACHINES)(
    'collect --print has the right values for a machine of $cases',
    async ({ cases, right, rates = [] }) => {
      const { root, pipes } = machineOf(cases);
      let isOver = false;
      const telling = pipes.map((pipe) => tell(pipe, () => isOver));
      const args = ['collect', '--print', '--host-root', root];
      const { stdout } = await runCli([...args, '--interval', String(INTERVAL_S)], { dataDir });
      isOver = true;
      await Promise.all(telling);
      const sample = parsed(stdout);
      for (const [field, value] of Object.entries(right))
        expect([field, sample[field]]).toEqual([field, value]);
      // The counts of a minute are divided by the interval or slightly more.
      const shares = rates.map(([field, rate]) => (Number(sample[field]) * INTERVAL_S) / 60 / rate);
      const [share = 1, other = share] = shares;
      expect(share).toBeGreaterThan(0.55);
      expect(share).toBeLessThan(1.01);
      expect(other / share).toBeCloseTo(1, 1);
    },
  );

  it.each([
    [['--explain'], 2, 'belong to --print'],
    [['--print', '--interval', '0'], 2, 'whole number'],
    [['--print', '--once'], 2, 'cannot be used with'],
    [['--without', 'eth1'], 2, 'or interface:NAME'],
    [['--scope', 'container'], 2, 'Allowed choices are host, cgroup'],
    [['--print', '--host-root', '/etc'], 1, 'holds neither proc nor sys'],
  ])('refuses %j with %i', async (flags, right, words) => {
    const { code, stderr } = await runCli(['collect', ...flags], { dataDir });
    expect(code).toBe(right);
    expect(stderr).toContain(words);
  });
});
