import { mkdtempSync, rmSync } from 'node:fs';
import type os from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';
import { systemClock } from '../../../platform/clock.ts';
import { CollectorSupervisor } from '../../../worker/collector-supervisor.ts';
import { silentLogger } from '../../support/test-engine.ts';

const system = vi.hoisted(() => ({ hostname: 'Mac.home.local' }));
vi.mock('node:os', async (original) => ({
  ...(await original<typeof os>()),
  hostname: () => system.hostname,
}));

it('names the host that it reports as, although the system was renamed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'collector-host-'));
  const host = new CollectorSupervisor({
    dataDir,
    version: '0.0.0',
    clock: systemClock,
    logger: silentLogger,
    settings: DEFAULT_SETTINGS,
    mode: 'foreground',
    connect: () => Promise.reject(new Error('not connected')),
    onSample: () => undefined,
    onChange: () => undefined,
  });
  const { hostname } = await host.sampleOnce();
  expect(hostname).toBe('Mac.home.local');
  system.hostname = 'Mac.local';
  expect([host.hostname, host.state().hostname]).toEqual(['Mac.home.local', 'Mac.home.local']);
  await host.close();
  expect(host.hostname).toBe('Mac.local');
  rmSync(dataDir, { recursive: true });
});

it('applies this machine’s other configuration below the settings, at every start', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'collector-host-'));
  const states: boolean[] = [];
  const host = new CollectorSupervisor({
    dataDir,
    version: '0.0.0',
    clock: systemClock,
    logger: silentLogger,
    settings: DEFAULT_SETTINGS,
    mode: 'foreground',
    adjust: (settings) =>
      Promise.resolve({
        ...settings,
        sources: settings.sources.map((source) => ({ ...source, mode: 'on' as const })),
      }),
    connect: () => Promise.reject(new Error('not connected')),
    onSample: () => undefined,
    onChange: () => undefined,
  });
  const settings = {
    ...DEFAULT_SETTINGS,
    collector: { ...DEFAULT_SETTINGS.collector, enabled: true },
  };
  await host.run();
  states.push(host.state().uploads);
  await host.configure(settings);
  states.push(host.state().uploads);
  await host.close();
  expect(states).toEqual([true, true]);
  rmSync(dataDir, { recursive: true });
});
