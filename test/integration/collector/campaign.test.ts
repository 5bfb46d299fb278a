import { expect, inject, it } from 'vitest';
import { expectNothingLost } from '../../support/collector/expect-campaign.ts';
import { runKillCampaign } from '../../support/collector/kill-campaign.ts';

// The short form; `npm run test:long` kills 200 times.
it('loses and invents nothing over 4 kills at random times', async () => {
  const result = await runKillCampaign(inject('dynamoEndpoint'), 4, 1);
  expect(result.sampled.length).toBeGreaterThan(4);
  expectNothingLost(result);
});
