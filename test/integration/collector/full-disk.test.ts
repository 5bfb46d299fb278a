import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCollector } from '../../../collector/collector.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { systemClock } from '../../../platform/clock.ts';
import { silentLogger } from '../../support/test-engine.ts';

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

it.skipIf(!canMount)(
  'says that the disk is full, and goes on when there is room again',
  async () => {
    const small = mkdtempSync(join(tmpdir(), 'full-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', small]);
    const sampled = new Set<number>();
    try {
      const collector = createCollector({
        outboxPath: join(small, 'outbox.db'),
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
      const filler = join(small, 'filler');
      expect(() => {
        writeFileSync(filler, Buffer.alloc(1_000_000));
      }).toThrow(/ENOSPC/u);
      await expect(collector.sampleOnce()).rejects.toMatchObject({
        error: { code: 'disk-full', hint: expect.stringContaining('Free some space') as string },
      });
      rmSync(filler);
      const { minute } = await collector.sampleOnce();
      expect(sampled).toContain(minute);
      expect(collector.state().pending).toBeGreaterThan(0);
      await collector.close();
    } finally {
      execFileSync('umount', [small]);
      rmSync(small, { recursive: true });
    }
  },
);
