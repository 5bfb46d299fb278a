import { forgetCaller } from './environment.ts';

// Loaded before each test file.
forgetCaller();
/** Its collectors meet each other, but not those of other test files that run at the same time, nor one that runs here for real. */
process.env['PY_PERF_MACHINE_LOCK'] =
  `test-${String(process.pid)}-${String(process.env['VITEST_POOL_ID'])}`;
