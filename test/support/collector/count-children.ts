import childProcess, { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Preloaded (`--import`) into a measured process: writes a line for each child process that it starts into the file
 * named by COUNT_CHILDREN.
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
// Node calls these three internally, never through the exports, so none is counted twice.
for (const name of ['spawnSync', 'execSync', 'execFileSync']) counted(childProcess, name);
syncBuiltinESMExports();
