import { inject, it } from 'vitest';
import { expectLevelled } from '../../support/soak/expect-level.ts';
import { soak } from '../../support/soak/soak.ts';

// The short form; `npm run test:long` has a week.
it('uses no more after 60 polls than after 40, with a source that fails now and then', async () => {
  const result = await soak({
    endpoint: inject('dynamoEndpoint'),
    polls: 60,
    measureEvery: 10,
    troubleEvery: 40,
    retention: { minuteDays: 2, rollupMonths: 1 },
  });
  // So short a run still fills the day that answers are about.
  expectLevelled(result, { heapPerPoll: 30_000, retained: false });
}, 240_000);
