import { expect, it } from 'vitest';
import { runDamageCampaign } from '../../../support/collector/damage-campaign.ts';
import { seedsFor } from '../../../support/property.ts';

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
