import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCollector } from '../../../collector/collector.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { systemClock } from '../../../platform/clock.ts';
import { canMount, mountSmallDisk } from '../../support/small-disk.ts';
import { silentLogger } from '../../support/test-engine.ts';

it.skipIf(!canMount)(
  'says that the disk is full, and goes on when there is room again',
  async () => {
    const disk = mountSmallDisk(400);
    const sampled = new Set<number>();
    try {
      const collector = createCollector({
        outboxPath: join(disk.path, 'outbox.db'),
        clock: systemClock,
        logger: silentLogger,
        hostname: 'full-host',
        tables: DEFAULT_TABLE_NAMES,
        createTables: false,
        connect: null,
        onSample: ({ minute }) => sampled.add(minute),
        onChange: () => undefined,
        version: '0.0.0',
      });
      await collector.sampleOnce();
      disk.fill();
      await expect(collector.sampleOnce()).rejects.toMatchObject({
        error: { code: 'disk-full', hint: expect.stringContaining('Free some space') as string },
      });
      disk.free();
      const { minute } = await collector.sampleOnce();
      expect(sampled).toContain(minute);
      expect(collector.state().pending).toBeGreaterThan(0);
      await collector.close();
    } finally {
      disk.unmount();
    }
  },
);
