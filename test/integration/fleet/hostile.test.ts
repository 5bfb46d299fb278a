import { inject, it } from 'vitest';
import { expectHostileItemsHarmless } from '../../support/hostile/campaign.ts';

// The short form; `npm run test:long` has many more, each time others.
it.each([1, 2])('hostile items in every table harm nothing (seed %i)', async (seed) => {
  const size = { hours: 2, registry: 40, legacy: 120 };
  await expectHostileItemsHarmless(inject('dynamoEndpoint'), size, seed);
});
