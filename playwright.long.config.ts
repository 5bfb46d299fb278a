import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

const { projects: _, ...shared } = base;

/** The campaigns on the whole app: `npm run test:long:app`. */
export default defineConfig({
  ...shared,
  testDir: 'test/long/app',
  workers: 1,
  timeout: 5_400_000,
});
