import { expect, it } from 'vitest';
import { runFleetDamage } from '../../../support/fleet-damage.ts';
import { seedsFor } from '../../../support/property.ts';

// 500 more in `npm run test:long`.
it.each(seedsFor([1], 20))(
  'whatever is damaged in the store, the app opens it, shows what is left, and goes on (seed %i)',
  async (seed) => {
    const { failures, files, hosts } = await runFleetDamage(25, seed);
    expect(failures).toEqual([]);
    expect(files).toBeGreaterThan(0);
    // Of 5 in each variant; a file that was set aside takes all of them with it.
    expect(hosts).toBeGreaterThan(25);
  },
);
