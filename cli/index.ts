#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { keepFast, keepHeapSmall } from './small-heap.ts';
import { startAgain } from './start-again.ts';

const ENTRY = fileURLToPath(import.meta.url);
/** TypeScript sources need V8's compilers: Node strips their types with WebAssembly. */
const IS_SOURCE = ENTRY.endsWith('.ts');
/**
 * The same as `keepHeapSmall`, but stronger, because V8 reads these flags before it starts. Without its snapshot Node
 * takes 80 ms of processor time longer to start, and then keeps 3 MB less of its own code in memory.
 */
const SERVICE_FLAGS = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--expose-gc',
  ...(IS_SOURCE ? [] : ['--jitless', '--no-node-snapshot']),
];
/** Linux: threads share one arena, and large freed blocks return to the system at once. */
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

// Not awaited: this file is also built as CommonJS, which has no top-level `await`. A rejection is a bug and still ends
// the process.
void main(process.argv.slice(2));
