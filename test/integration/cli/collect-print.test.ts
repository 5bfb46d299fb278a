import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

const CASES = join(import.meta.dirname, '../../fixtures/collector');

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
    mkdirSync(join(root, 'proc'), { recursive: true });
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc/hostname'), 'far-away\n');
    writeFileSync(join(root, 'proc/meminfo'), 'MemTotal: 1000 kB\nMemAvailable: 250 kB\n');
    const { code, stdout, stderr } = await runCli(
      ['collect', '--print', '--explain', '--host-root', root],
      { dataDir },
    );
    expect(code).toBe(0);
    expect(parsed(stdout)).toMatchObject({
      hostname: 'far-away',
      memoryPercent: 75,
      facts: { platform: 'Linux' },
    });
    expect(JSON.stringify(parsed(stdout)['leftOut'])).toContain('proc/stat');
    expect(stderr).toContain('Without CPU this would not be stored');
  });

  it('collect --print has the right value of a made-up machine', async () => {
    const { stdout } = await runCli(
      ['collect', '--print', '--host-root', join(CASES, 'battery-two')],
      { dataDir },
    );
    expect(parsed(stdout)['batteryPercent']).toBe(65.1);
  });

  it.each([
    [['--explain'], 2, 'belong to --print'],
    [['--print', '--interval', '0'], 2, 'whole number'],
    [['--print', '--once'], 2, 'cannot be used with'],
    [['--scope', 'container'], 2, 'Allowed choices are host, cgroup'],
    [['--print', '--host-root', '/etc'], 1, 'holds neither proc nor sys'],
  ])('refuses %j with %i', async (flags, right, words) => {
    const { code, stderr } = await runCli(['collect', ...flags], { dataDir });
    expect(code).toBe(right);
    expect(stderr).toContain(words);
  });
});
