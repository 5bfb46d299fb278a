/** Loaded before a program (`--import`): appends a line to COUNT_CHILDREN_FILE for every child process that it starts. */
import { appendFileSync } from 'node:fs';
import { ChildProcess } from 'node:child_process';

const file = process.env.COUNT_CHILDREN_FILE;
const { spawn } = ChildProcess.prototype;

ChildProcess.prototype.spawn = function counted(options) {
  if (file) appendFileSync(file, `${options.file}\n`);
  return spawn.call(this, options);
};
