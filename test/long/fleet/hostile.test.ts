import { inject, it } from 'vitest';
import { expectHostileItemsHarmless } from '../../support/hostile/campaign.ts';
import { seedsFor } from '../../support/property.ts';

const ROUNDS = 12;

it.each(seedsFor([], ROUNDS))(
  'hostile items in every table harm nothing (seed %i)',
  async (seed) => {
    const size = { hours: 12, registry: 150, legacy: 400 };
    await expectHostileItemsHarmless(inject('dynamoEndpoint'), size, seed);
  },
);
