import { defineConfig } from '@playwright/test';

/**
 * Two lanes, for a machine that may have two cores. Specs of the whole app that each start one run one after another; beside them, those of the
 * screen alone, of the stand-in on a tiny app, and those that share one app with a large fleet.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: 'app', testIgnore: ['screen/**', 'conformance/**', 'fleet/**'], workers: 1 },
    {
      name: 'screen',
      testMatch: ['screen/**/*.spec.ts', 'conformance/**/*.spec.ts', 'fleet/**/*.spec.ts'],
      workers: 1,
    },
  ],
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalSetup: './test/e2e/global-setup.ts',
});
