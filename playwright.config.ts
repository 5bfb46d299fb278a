import { defineConfig } from '@playwright/test';

/** Specs run one after another: each starts a whole app, and the machine may have two cores. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalSetup: './test/e2e/global-setup.ts',
});
