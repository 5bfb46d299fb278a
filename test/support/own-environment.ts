import { forgetCaller } from './environment.ts';

// Loaded before each test file.
forgetCaller();
/** Its collectors share a lock, but not with other test files or a real collector on this machine. */
process.env['PY_PERF_MACHINE_LOCK'] =
  `test-${String(process.pid)}-${String(process.env['VITEST_POOL_ID'])}`;
