import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Settings } from '../../../contract/settings.ts';
import { loadSettings } from '../../../platform/fs/settings-file.ts';
import { LiveSettings } from '../../../worker/live-settings.ts';
import { silentLogger } from '../../support/test-engine.ts';

/** Milliseconds between two looks at the file. */
const LOOK_MS = 2000;

let dataDir: string;
let live: LiveSettings;
/** The reported changes, in order. */
let told: string[];
let errors: number;
let newest: Settings | null;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  dataDir = mkdtempSync(join(tmpdir(), 'live-settings-'));
  told = [];
  errors = 0;
  newest = null;
  const note = (what: string) => () => {
    told.push(what);
    return Promise.resolve();
  };
  live = new LiveSettings({
    dataDir,
    engine: {
      reconfigure: note('engine'),
      configureAlerts: (config) => {
        told.push(`alerts, ${String(config.channels.length)} channels`);
      },
    },
    collector: { configure: note('collector') },
    logger: {
      ...silentLogger,
      error: () => {
        errors += 1;
      },
    },
    override: (settings) => ({
      ...settings,
      collector: { ...settings.collector, enabled: false },
    }),
    onChanged: (settings) => {
      newest = settings;
    },
  });
});

afterEach(async () => {
  await live.stop();
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true });
});

/** As editors write: a new file in the place of the old one. */
function write(text: string): void {
  writeFileSync(join(dataDir, 'new'), text);
  renameSync(join(dataDir, 'new'), join(dataDir, 'settings.json'));
}

it('applies other programs’ changes together with those of this run', async () => {
  live.follow(live.load());
  const channel = { type: 'slack', id: 'ops', name: 'Ops' };
  write(JSON.stringify({ channels: [channel] }));
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(told).toEqual(['alerts, 1 channels']);
  expect(newest).toMatchObject({ channels: [channel], collector: { enabled: false } });
});

it('keeps its settings if the file is invalid, and continues to follow it', async () => {
  live.follow(live.load());
  write('{');
  await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
  expect(errors).toBe(1);
  expect({ told, newest }).toEqual({ told: [], newest: null });
  write(JSON.stringify({ sync: { intervalSeconds: 300 } }));
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(told).toEqual(['engine']);
});

it('keeps its settings if the file is removed, and writes it again with the next change', async () => {
  write(JSON.stringify({ sync: { intervalSeconds: 300 } }));
  live.follow(live.load());
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  rmSync(join(dataDir, 'settings.json'));
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(live.load().sync.intervalSeconds).toBe(300);
  const { display } = live.load();
  await live.apply({ display: { ...display, locale: 'de' } });
  expect(told).toEqual([]);
  expect(loadSettings(dataDir)).toMatchObject({
    sync: { intervalSeconds: 300 },
    display: { locale: 'de' },
  });
});

it('applies its own writes once', async () => {
  live.follow(live.load());
  await live.apply({ sync: { ...live.load().sync, intervalSeconds: 300 } });
  await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
  expect(told).toEqual(['engine']);
});
