import { defineConfig } from '@playwright/test';

/**
 * Specs of the whole app run one after another, as each starts one and the machine may have two cores; those of the screen alone, and of the
 * stand-in on a tiny app, one after another beside them.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: 'app', testIgnore: ['screen/**', 'conformance/**'], workers: 1 },
    { name: 'screen', testMatch: ['screen/**/*.spec.ts', 'conformance/**/*.spec.ts'], workers: 1 },
  ],
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalSetup: './test/e2e/global-setup.ts',
});
