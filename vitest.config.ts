import { globSync, readFileSync } from 'node:fs';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { FIXED, longRandomness } from './test/support/randomness.ts';

/** Tests with random input, which the long form repeats with new seeds. */
const RANDOM = globSync('test/{unit,integration}/**/*.test.ts').filter((file) =>
  readFileSync(file, 'utf8').includes('support/property.ts'),
);

export default defineConfig({
  plugins: [vue()],
  test: {
    // By itself it leaves one core free, which of two is half.
    maxWorkers: '100%',
    setupFiles: ['test/support/own-environment.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          globalSetup: ['test/support/print-seeds.ts'],
          provide: { randomness: FIXED },
          // No test is about how long it takes: on a busy machine one second of work may take twenty.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/print-seeds.ts', 'test/support/global-setup.ts'],
          provide: { randomness: FIXED },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts', ...RANDOM],
          globalSetup: ['test/support/print-seeds.ts', 'test/support/global-setup.ts'],
          provide: { randomness: longRandomness() },
          testTimeout: 1_800_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
