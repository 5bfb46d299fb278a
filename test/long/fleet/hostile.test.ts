import { inject, it } from 'vitest';
import { expectHostileItemsHarmless } from '../../support/hostile/campaign.ts';

const ROUNDS = 12;

it('hostile items in every table harm nothing, in rounds of random items', async () => {
  const first = Number(process.env['PY_PERF_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
  for (let seed = first; seed < first + ROUNDS; seed += 1) {
    // To try a failing round again: PY_PERF_FUZZ_SEED.
    process.stdout.write(`hostile items, seed ${String(seed)}\n`);
    const size = { hours: 12, registry: 150, legacy: 400 };
    await expectHostileItemsHarmless(inject('dynamoEndpoint'), size, seed);
  }
});
