import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { installTestTools } from './install-test-tools.ts';
import { processorTime, reaped } from './processor-time.ts';

/** `npm test`: installs missing tools, builds, runs every runner, and ends with one line about all of them. */

const RESULTS = 'test-results';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Runner {
  name: string;
  command: [string, ...string[]];
  env?: Record<string, string>;
  report: string;
  count: (json: unknown) => Counts;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

const vitestJson = join(RESULTS, 'vitest.json');
const playwrightJson = join(RESULTS, 'playwright.json');

const RUNNERS: Runner[] = [
  {
    name: 'vitest',
    command: [
      'vitest',
      'run',
      '--project=unit*',
      '--project=integration',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestJson}`,
    ],
    report: vitestJson,
    count: (json) => {
      const report = vitestReport.parse(json);
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests + report.testResults.filter(failedBeforeItsTests).length,
        skipped: report.numPendingTests + report.numTodoTests,
      };
    },
  },
  {
    name: 'playwright',
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightJson },
    report: playwrightJson,
    count: (json) => {
      const { stats } = playwrightReport.parse(json);
      return {
        passed: stats.expected,
        // A test that passes only at the second attempt is a defect of the test or the app.
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      };
    },
  },
];

/** A file that cannot be loaded has no failed test to count. */
function failedBeforeItsTests(file: { status: string; assertionResults: unknown[] }): boolean {
  return file.status === 'failed' && file.assertionResults.length === 0;
}

async function main(): Promise<void> {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  await installTestTools();
  note('installing');
  const built = run(['electron-vite', 'build', '--logLevel=warn']);
  note('build');
  if (!built) {
    finish({ passed: 0, failed: 1, skipped: 0 }, ['the build failed']);
    return;
  }
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const problems: string[] = [];
  for (const runner of RUNNERS) {
    const succeeded = run(runner.command, runner.env);
    note(runner.name);
    const counts = readCounts(runner);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    if (counts.passed + counts.failed === 0) problems.push(`${runner.name} ran no test`);
    else if (!succeeded && counts.failed === 0)
      problems.push(`${runner.name} failed outside its tests`);
  }
  total.failed += problems.length;
  finish(total, problems);
}

function readCounts({ report, count }: Runner): Counts {
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    process.stderr.write(`No report from ${report}: ${String(error)}\n`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function run([command, ...args]: [string, ...string[]], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(...reaped(command, args), {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

let measured = 0;
const parts: string[] = [];

/** Records the processor time since the last record. */
function note(part: string): void {
  const now = processorTime();
  if (now === null) return;
  parts.push(`${part} ${(now - measured).toFixed(1)} s`);
  measured = now;
}

/** Including everything that it started: children of children, Chromium and Java. */
function processorTimeLine(): string {
  const total = processorTime();
  if (total === null) return 'Processor time: not measured';
  const minutes = (total / 60).toFixed(1);
  return `Processor time: ${minutes} min, user and system (${parts.join(', ')})`;
}

function finish({ passed, failed, skipped }: Counts, problems: string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = failed > 0 ? 1 : 0;
  process.stdout.write(
    `\n${processorTimeLine()}\n${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped\n`,
  );
}

await main();
