import { inject, it } from 'vitest';
import { expectLevelled } from '../../support/soak/expect-level.ts';
import { soak, table } from '../../support/soak/soak.ts';

const WEEK = 5040;

it('uses no more after a week of polls than after a few days', async () => {
  const result = await soak({
    endpoint: inject('dynamoEndpoint'),
    polls: WEEK,
    measureEvery: 180,
    troubleEvery: 80,
    retention: { minuteDays: 2, rollupMonths: 1 },
  });
  process.stdout.write(`${table(result.points)}\n`);
  expectLevelled(result, { heapPerPoll: 300, retained: true });
}, 5_400_000);
