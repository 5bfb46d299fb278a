import { expect, inject, it } from 'vitest';
import { runChannelCampaign } from '../../support/channel-campaign.ts';
import { seedsFor } from '../../support/property.ts';

it.each(seedsFor([7], 1))(
  'three programs, killed 200 times, send 50 alerts and their ends once by their ids (seed %i)',
  async (seed) => {
    const options = { kills: 200, alerts: 50, seed };
    const { kills, leaders, wrong, sharedFences } = await runChannelCampaign(
      inject('dynamoEndpoint'),
      options,
    );
    process.stdout.write(`${String(kills)} kills, ${String(leaders)} leaders\n`);
    expect({ kills, wrong, sharedFences }).toEqual({ kills: 200, wrong: [], sharedFences: [] });
    expect(leaders).toBeGreaterThan(10);
  },
  // A program that hangs ends the campaign; busy cores only make it slow.
  0,
);
