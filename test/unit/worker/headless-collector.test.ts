import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { FleetStore } from '../../../fleet/store/store.ts';
import { systemClock } from '../../../platform/clock.ts';
import { HeadlessCollector } from '../../../worker/headless-collector.ts';
import { silentLogger } from '../../support/test-engine.ts';

it.skipIf(process.platform === 'win32')(
  'a data directory removed under a running collector is created again with the waiting samples, and reported',
  async () => {
    const parent = mkdtempSync(join(tmpdir(), 'headless-'));
    const dataDir = join(parent, 'data');
    const errors: string[] = [];
    const headless = new HeadlessCollector({
      dataDir,
      version: '1.0.0',
      mode: 'foreground',
      clock: systemClock,
      logger: { ...silentLogger, error: (message) => errors.push(message) },
      override: (settings) => ({
        ...settings,
        collector: { ...settings.collector, hostname: 'kept' },
        sources: settings.sources.map((source) => ({ ...source, mode: 'off' as const })),
      }),
    });
    try {
      const first = await headless.collector.sampleOnce();
      rmSync(dataDir, { recursive: true });
      const second = await headless.collector.sampleOnce();
      expect(errors).toHaveLength(2);

      expect(existsSync(join(dataDir, 'fleet.db'))).toBe(true);
      const store = FleetStore.open(join(dataDir, 'fleet.db'));
      expect(store.hosts.all().map(({ hostname }) => hostname)).toEqual(['kept']);
      store.close();
      const outbox = new Outbox(join(dataDir, 'outbox.db'), systemClock);
      const minutes = new Set(outbox.newest(10).map(({ minute }) => minute));
      outbox.close();
      expect(minutes).toEqual(new Set([first.minute, second.minute]));
    } finally {
      await headless.close();
      rmSync(parent, { recursive: true });
    }
  },
);
