import { inject, it } from 'vitest';
import { expectFollowed } from '../../support/large-fleet.ts';

it('follows 2,000 hosts over 30 polls, every count right', async () => {
  const fleet = { hosts: 2000, polls: 30, hours: 1, checkEvery: 25 };
  const requests = await expectFollowed(inject('dynamoEndpoint'), fleet);
  process.stdout.write(`2,000 hosts: ${String(Math.max(...requests))} requests a poll at most\n`);
});
