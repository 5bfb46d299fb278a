import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { processorTime, reaped } from '../../../scripts/processor-time.ts';

const BUSY =
  'const end = process.cpuUsage().user + 150_000; while (process.cpuUsage().user < end);';
/** Starts a process that works, and ends without waiting for it. */
const ORPHAN = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(BUSY)}], { detached: true }).unref()`;

function run(script: string): void {
  const [command, args] = reaped(process.execPath, ['-e', script]);
  execFileSync(command, args, { stdio: 'ignore' });
}

/** Seconds of processor time that a script takes, with all that it starts. */
function timeOf(script: string): number {
  const before = processorTime() ?? Number.NaN;
  run(script);
  return (processorTime() ?? Number.NaN) - before;
}

it.skipIf(processorTime() === null)('counts what a command does', () => {
  expect(timeOf(BUSY)).toBeGreaterThan(0.13);
});

it.skipIf(processorTime() === null)(
  'counts what a process does that its parent does not wait for',
  () => {
    expect(timeOf(ORPHAN)).toBeGreaterThan(0.13);
  },
);

it('passes on how a command ended', () => {
  expect(() => {
    run('process.exit(3)');
  }).toThrow(expect.objectContaining({ status: 3 }));
});
