import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Without } from '../../../../contract/collector-without.ts';
import { systemProbes } from '../../../../collector/probes/system.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'py-perf-system-'));
  mkdirSync(join(root, 'proc/net'), { recursive: true });
  mkdirSync(join(root, 'sys'));
  writeFileSync(join(root, 'proc/diskstats'), '');
  const line = (name: string, rx: number, tx: number) =>
    `${name}: ${String(rx)} 1 0 0 0 0 0 0 ${String(tx)} 1 0 0 0 0 0 0`;
  const lines = ['Inter-| Receive', line('lo', 9, 9), line('eth0', 100, 10), line('eth1', 7, 3)];
  writeFileSync(join(root, 'proc/net/dev'), `${lines.join('\n')}\n`);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

async function counted(...without: Without[]) {
  const told: string[] = [];
  const probes = systemProbes({ hostRoot: root, without }, (what, why) => {
    told.push(`${what}: ${why}`);
  });
  const { interfaces = [] } = await probes.counters();
  return { names: interfaces.map(({ name }) => name), told };
}

describe.runIf(process.platform === 'linux')('an interface that does not count', () => {
  it('is left out and reported', async () => {
    expect(await counted()).toEqual({ names: ['eth0', 'eth1'], told: [] });
    expect(await counted('interface:eth1', 'gpu')).toEqual({
      names: ['eth0'],
      told: ['network: eth1 is left out by the settings'],
    });
  });

  it('leaves no traffic if it was the last, instead of that of stacked interfaces', async () => {
    const { names } = await counted('interface:eth0', 'interface:eth1');
    expect(names).toEqual([]);
  });

  it('is reported if no interface has its name', async () => {
    const { names, told } = await counted('interface:eth');
    expect(names).toEqual(['eth0', 'eth1']);
    expect(told).toEqual([
      'network: eth is not among the interfaces that count: leaving it out changes nothing',
    ]);
  });
});
