import { expect, inject, it } from 'vitest';
import { expectNothingLost } from '../../support/collector/expect-campaign.ts';
import { runKillCampaign } from '../../support/collector/kill-campaign.ts';
import { seedsFor } from '../../support/property.ts';

it.each(seedsFor([], 1))('loses and invents nothing over 200 kills (seed %i)', async (seed) => {
  const result = await runKillCampaign(inject('dynamoEndpoint'), 200, seed);
  expect(result.lives).toHaveLength(201);
  expect(result.sampled.length).toBeGreaterThan(200);
  expectNothingLost(result);
  process.stdout.write(
    `${String(result.kills)} kills: ${String(result.sampled.length)} minutes sampled, ${String(result.stored.length)} stored\n`,
  );
});
