import { expect, it } from 'vitest';
import { runPackCampaign } from '../../support/pack-campaign.ts';

// The short form; `npm run test:long` kills 200 times.
it('a store of an older release gives the same answers before, during and after packing, over 2 kills', async () => {
  const { kills, differences } = await runPackCampaign(2, 1);
  expect([kills, differences]).toEqual([2, []]);
}, 600_000);
