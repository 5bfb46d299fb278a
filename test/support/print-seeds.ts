import type { TestProject } from 'vitest/node';

/** Prints the seeds of a run, so that it can be repeated. */
export function setup(project: TestProject): void {
  const { seeds, factor } = project.getProvidedContext().randomness;
  process.stdout.write(
    `${project.name}: random input from seed ${seeds.join(', ')}, ${String(factor)} times the runs` +
      (factor === 1 ? '\n' : `; again by PY_PERF_TEST_SEED=${String(seeds[0])}\n`),
  );
}
