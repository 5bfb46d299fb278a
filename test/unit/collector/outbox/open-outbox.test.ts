import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openOutbox } from '../../../../collector/outbox/open-outbox.ts';
import { Outbox } from '../../../../collector/outbox/outbox.ts';
import { systemClock } from '../../../../platform/clock.ts';
import { runDamageCampaign } from '../../../support/collector/damage-campaign.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';
import { seedsFor } from '../../../support/property.ts';
import { canMount, mountSmallDisk } from '../../../support/small-disk.ts';
import { silentLogger } from '../../../support/test-engine.ts';

// 500 more in `npm run test:long`.
it.each(seedsFor([1, 2], 20))(
  'whatever is damaged, a collector starts, loses no more than that, and goes on (seed %i)',
  (seed) => {
    const { failures, files, rows, intact } = runDamageCampaign(25, seed);
    expect(failures).toEqual([]);
    expect(files).toBeGreaterThan(0);
    expect(rows).toBeGreaterThan(0);
    // Of 1,000 samples; a file that was cut takes with it all that lay behind.
    expect(intact).toBeGreaterThan(400);
  },
);

describe.skipIf(!canMount)('a damaged file on a disk that is as good as full', () => {
  // Too little to open a database, to read the damaged one, to make a new one, to restore it, and enough.
  it.each([0, 40, 80, 120, 160, 200, 240, 280, 400])(
    'with %i KiB stays in place or is restored, and is complete once there is room',
    (kib) => {
      const disk = mountSmallDisk(2048);
      try {
        const path = join(disk.path, 'outbox.db');
        const minute = Math.floor(Date.now() / 60_000) * 60;
        const before = new Outbox(path, systemClock);
        before.restore(
          Array.from({ length: 200 }, (_, index) => madeUpSample('web-01', minute - index * 60)),
        );
        before.close();
        const db = new DatabaseSync(path);
        db.exec('DROP INDEX outbox_minute');
        db.close();
        disk.fill();
        const filler = join(disk.path, 'filler');
        truncateSync(filler, statSync(filler).size - kib * 1024);
        const open = (): number => {
          const { outbox } = openOutbox(path, systemClock, silentLogger);
          const count = outbox.count();
          outbox.close();
          return count;
        };
        try {
          expect(open()).toBe(200);
        } catch (error) {
          expect(String(error)).toMatch(/disk is full/u);
          expect(readdirSync(disk.path).filter((name) => name.includes('damaged'))).toEqual([]);
        }
        disk.free();
        expect(open()).toBe(200);
      } finally {
        disk.unmount();
      }
    },
  );
});
