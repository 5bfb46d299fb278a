import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';
import { longRandomness } from './test/support/randomness.ts';

// Messages arrive in other orders than in `npm test`, each time. The workers have the variable from the process that starts them.
if (process.env['PY_PERF_STANDIN_SEED'] === undefined) {
  const seed = String(longRandomness().seeds[0]);
  process.env['PY_PERF_STANDIN_SEED'] = seed;
  process.stdout.write(`order of messages from seed ${seed}; again by PY_PERF_TEST_SEED=${seed}\n`);
}

const { projects: _, ...shared } = base;

/** The campaigns on the whole app: `npm run test:long:app`. */
export default defineConfig({
  ...shared,
  testDir: 'test/long/app',
  workers: 1,
  timeout: 5_400_000,
});
