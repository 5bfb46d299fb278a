import { expect, inject, it } from 'vitest';
import { expectNothingLost } from '../../support/collector/expect-campaign.ts';
import { runKillCampaign } from '../../support/collector/kill-campaign.ts';

it('loses and invents nothing over 200 kills at random moments', async () => {
  const result = await runKillCampaign(inject('dynamoEndpoint'), 200);
  expect(result.lives).toHaveLength(201);
  expect(result.sampled.length).toBeGreaterThan(200);
  expectNothingLost(result);
  process.stdout.write(
    `${String(result.kills)} kills: ${String(result.sampled.length)} minutes sampled, ${String(result.stored.length)} stored\n`,
  );
});
