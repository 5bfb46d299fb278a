import { defineConfig } from '@playwright/test';

/**
 * Two lanes, for a machine that may have two cores. Specs of the whole app that each start one run one after another; beside them, those of the
 * screen alone, of the stand-in on a tiny app, and those that share one app with a fleet of hundreds.
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
  // No test is about how long it takes: on a busy machine one second of work may take twenty.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: { actionTimeout: 60_000 },
  globalSetup: './test/e2e/global-setup.ts',
});
