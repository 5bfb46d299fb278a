import childProcess, { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Preloaded (`--import`) into a process under measurement: notes each child process that it starts, a line each, in the
 * file that COUNT_CHILDREN names.
 */
const file = process.env['COUNT_CHILDREN'];

function note(): void {
  if (file !== undefined) appendFileSync(file, `${String(Date.now())}\n`);
}

type AnyFunction = (...args: never[]) => unknown;

function counted(holder: object, name: string): void {
  const functions = holder as Record<string, AnyFunction>;
  const original = functions[name];
  if (original === undefined) return;
  functions[name] = function (this: unknown, ...args: never[]) {
    note();
    return Reflect.apply(original, this, args) as unknown;
  };
}

counted(ChildProcess.prototype, 'spawn');
// These three call each other inside Node, never through the exports: none is counted twice.
for (const name of ['spawnSync', 'execSync', 'execFileSync']) counted(childProcess, name);
syncBuiltinESMExports();
