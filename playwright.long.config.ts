import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** The campaigns on the whole app: `npm run test:long:app`. */
export default defineConfig(base, { testDir: 'test/long/app', timeout: 5_400_000 });
