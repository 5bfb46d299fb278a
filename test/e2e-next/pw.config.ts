import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: '/work/main/test/e2e-next', outputDir: '/tmp/s2/results', workers: 1, timeout: 60000, expect: { timeout: 10000 } });
