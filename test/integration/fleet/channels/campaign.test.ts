import { expect, inject, it } from 'vitest';
import { runChannelCampaign } from '../../../support/channel-campaign.ts';

it('three programs, killed at any time, send each alert and its end once by its id', async () => {
  const options = { kills: 20, alerts: 10, seed: 7 };
  const { kills, leaders, wrong, sharedFences } = await runChannelCampaign(
    inject('dynamoEndpoint'),
    options,
  );
  expect({ kills, wrong, sharedFences }).toEqual({ kills: 20, wrong: [], sharedFences: [] });
  expect(leaders).toBeGreaterThan(1);
});
