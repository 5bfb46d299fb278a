import { inject, it } from 'vitest';
import { expectFollowed } from '../../support/large-fleet.ts';

// The short form; `npm run test:long` has 2,000 hosts.
it('follows 30 hosts over 6 polls, every count right', async () => {
  await expectFollowed(inject('dynamoEndpoint'), { hosts: 30, polls: 6, hours: 1, checkEvery: 9 });
});
