import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { FIXED, longRandomness } from './test/support/randomness.ts';

/** Test files that hold a text. */
function holding(pattern: string, text: string): string[] {
  return globSync(pattern).filter((file) => readFileSync(file, 'utf8').includes(text));
}

/** Tests with random input, which the long form repeats with new seeds. */
const RANDOM = holding('test/{unit,integration}/**/*.test.ts', 'support/property.ts');

/** Unit tests that put something in a module's place: each needs its modules for itself. */
const MOCKING = holding('test/unit/**/*.test.ts', 'vi.mock(');

const UNIT = {
  globalSetup: ['test/support/print-seeds.ts'],
  provide: { randomness: FIXED },
  // No test is about how long it takes: on a busy machine one second of work may take twenty.
  testTimeout: 120_000,
};

// Workers, and the threads and programs that tests start, find V8's code of what another has compiled.
process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '.cache/compiled');

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
          ...UNIT,
          name: 'unit',
          include: ['test/{unit,repository}/**/*.test.ts'],
          exclude: MOCKING,
          // To load everything anew for each file costs more than the tests; no module keeps what a test could meet.
          isolate: false,
        },
      },
      { extends: true, test: { ...UNIT, name: 'unit-mocking', include: MOCKING } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/print-seeds.ts', 'test/support/global-setup.ts'],
          provide: { randomness: FIXED },
          isolate: false,
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
