/**
 * Loaded before each test file: its collectors meet each other, but not those of other test files that run at the same time, nor
 * one that runs on this machine for real.
 */
process.env['PY_PERF_MACHINE_LOCK'] =
  `test-${String(process.pid)}-${String(process.env['VITEST_POOL_ID'])}`;
