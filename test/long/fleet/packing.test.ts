import { expect, it } from 'vitest';
import { runPackCampaign } from '../../support/pack-campaign.ts';
import { seedsFor } from '../../support/property.ts';

it.each(seedsFor([], 1))('packing loses nothing over 200 kills (seed %i)', async (seed) => {
  const { kills, rounds, differences } = await runPackCampaign(200, seed);
  expect([kills, differences]).toEqual([200, []]);
  expect(rounds).toBeGreaterThan(0);
  process.stdout.write(`${String(kills)} kills, packed ${String(rounds)} times\n`);
});
