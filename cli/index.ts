#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { keepFast, keepHeapSmall } from './small-heap.ts';
import { startAgain } from './start-again.ts';

const ENTRY = fileURLToPath(import.meta.url);
/** Sources cannot do without compilers: Node takes their types out by WebAssembly. */
const IS_SOURCE = ENTRY.endsWith('.ts');
/**
 * What `keepHeapSmall` does, and more of it, because V8 knows before it starts. Without its snapshot Node starts 80 ms of
 * processor time later, and then keeps 3 MB less of its own parts, which it otherwise compiles beside it.
 */
const SERVICE_FLAGS = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--expose-gc',
  ...(IS_SOURCE ? [] : ['--jitless', '--no-node-snapshot']),
];
/** Linux: memory that one thread has freed is there for the others; large pieces go back to the system at once. */
const SERVICE_ENVIRONMENT =
  process.platform === 'linux'
    ? { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: String(64 * 1024) }
    : {};

async function main(args: string[]): Promise<void> {
  if (args[0] === 'collect') {
    if (!IS_SOURCE)
      startAgain(args, { entry: ENTRY, flags: SERVICE_FLAGS, environment: SERVICE_ENVIRONMENT });
    keepHeapSmall();
  } else if (args[0] !== 'watch') keepFast();
  const { runCli } = await import('./program.ts');
  process.exitCode = await runCli(args, {
    program: process.execPath,
    args: [...(args[0] === 'collect' ? SERVICE_FLAGS : []), ENTRY],
    environment: SERVICE_ENVIRONMENT,
  });
}

// Not awaited: this file is also built as one of CommonJS, which knows no `await` outside of functions. A rejection,
// which is a bug, ends the process all the same.
void main(process.argv.slice(2));
