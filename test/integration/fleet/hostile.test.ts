import { inject, it } from 'vitest';
import { expectHostileItemsHarmless } from '../../support/hostile/campaign.ts';

// The short form; `npm run test:long` has many more, each time others.
it('hostile items in every table do no harm', async () => {
  const size = { hours: 2, registry: 40, legacy: 120 };
  await expectHostileItemsHarmless(inject('dynamoEndpoint'), size, 1);
});
